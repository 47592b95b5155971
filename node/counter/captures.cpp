#include <algorithm>

#include "node/counter/decide.h"
#include "node/counter/media.h"
#include "sync/rules/captured.h"

namespace karvan::counter {
namespace {

constexpr std::string_view brought = "page";  // family of a file that the page brings
constexpr std::string_view camera = "camera";
constexpr std::string_view fingerprint = "fingerprint";
constexpr std::string_view scanner = "scanner";
constexpr std::string_view citizen_retries = "citizen_retries";

bool holds_file(const form::Question& question) {
  return question.type == form::Type::image || question.type == form::Type::file;
}

bool over(std::string_view state) { return state == "done" || state == "failed" || state == "cancelled"; }

// Where a capture's outcome goes: a draft, or an application that is filed already.
struct Place {
  const Draft* draft = nullptr;
  std::optional<Application> application;
  const catalogue::Service* service = nullptr;
};

Result<Place> place_of(const World& world, const std::string& draft, const std::string& application) {
  if (draft.empty() == application.empty()) return refuse(Code::field_missing, {{"field", "draft"}});
  Place place;
  if (!draft.empty()) {
    TRY(place.draft, world.draft(draft));
    place.service = world.catalogue().version(place.draft->pin.service, place.draft->pin.version);
    if (!place.service) return refuse(Code::catalogue_missing, {{"service", place.draft->pin.service}});
  } else {
    TRY(place.application, world.application(application));
    place.service = place.application->service;
  }
  return place;
}

Result<const form::Question*> question_of(const Place& place, const std::string& name) {
  const auto* question = place.service->form.question(name);
  const bool asks = question && (holds_file(*question) || (place.draft && !question->capture.empty()));
  if (!asks) return refuse(Code::unknown_question, {{"question", name}});
  const auto* state = place.draft ? place.draft->form.state(name) : nullptr;
  if (state && state->read_only) return refuse(Code::answer_read_only, {{"question", name}});
  return question;
}

Result<void> may(const World& world, const By& by, const Place& place) {
  const auto* staff = world.staff(by.staff);
  if (!staff) return refuse(Code::not_signed_in);
  return rules::may(*staff, place.draft ? "start" : "file", place.service);
}

// A picture in place of what was asked for needs the reason why.
Result<void> excused(const form::Question& question, const StartCapture& cmd) {
  if (cmd.exception.size() > reason_bytes_max) return refuse(Code::answer_too_long, {{"field", "exception"}});
  if (!cmd.exception.empty() && !holds_file(question))
    return refuse(Code::unknown_question, {{"question", cmd.question}});
  const bool by_hand = !cmd.bytes.empty();
  if (by_hand && question.capture == fingerprint && cmd.exception.empty()) return refuse(Code::reason_missing);
  return {};
}

// What the page brought is what it says it is, and of a kind that the question takes.
Result<std::string> sound_media(const form::Question& question, const StartCapture& cmd) {
  if (!holds_file(question)) return refuse(Code::unknown_question, {{"question", question.name}});
  if (cmd.bytes.size() > brought_bytes_max)
    return refuse(Code::body_too_large, {{"max", std::to_string(brought_bytes_max)}});
  auto media = media_of(cmd.bytes);
  const bool paper = question.type == form::Type::file || question.capture == scanner;
  if (media.empty() || (media == media_pdf && !paper)) return refuse(Code::field_wrong_type, {{"field", "media"}});
  return std::string(media);
}

Result<void> nothing_runs(const Capture* before) {
  if (before && !over(*before)) return refuse(Code::capture_running, {{"capture", before->id}});
  return {};
}

// ---- what it came to

// Fills what the card names and the form lets be filled. An answer that breaks a constraint is kept and marked, as if
// it had been typed.
void fill_card(Draft& draft, const std::map<std::string, std::string>& fields) {
  for (const auto& question : draft.form.form().questions()) {
    auto field = fields.find(question.card);
    if (question.card.empty() || field == fields.end() || holds_file(question)) continue;
    // A calculation, or an answer too long for the form: the desk types it.
    (void)draft.form.set(question.name, field->second);
  }
}

// The question that the file answers: the capture's own, or the card's portrait.
const form::Question* file_question(const form::Form& form, const Capture& capture) {
  const auto* own = form.question(capture.question);
  if (own && holds_file(*own)) return own;
  const auto& all = form.questions();
  auto portrait =
      std::find_if(all.begin(), all.end(), [](const auto& q) { return q.card == card_portrait && holds_file(q); });
  return portrait == all.end() ? nullptr : &*portrait;
}

bool keep(Draft& draft, const Capture& capture, model::Attached& attached) {
  const auto* question = attached.hash.empty() ? nullptr : file_question(draft.form.form(), capture);
  if (!question || !draft.form.set(question->name, attached.hash)) return false;
  attached.name = question->name;
  std::erase_if(draft.attachments, [&](const auto& a) { return a.name == attached.name; });
  draft.attachments.push_back(attached);
  return true;
}

Decision ended(Capture capture, std::string state) {
  capture.state = std::move(state);
  return Decision{.changes = {PutCapture{std::move(capture)}}};
}

Decision failed(const CaptureReported& cmd, Capture capture) {
  capture.fault = cmd.fault;
  capture.kind = cmd.kind;
  if (cmd.kind == citizen_retries) ++capture.tries;
  return ended(std::move(capture), cmd.fault == "cancelled" ? "cancelled" : "failed");
}

// A device that answered without what was asked of it.
Decision failed_empty(Capture capture) {
  capture.fault = "capture_failed";
  capture.kind = "service_down";
  return ended(std::move(capture), "failed");
}

Decision succeeded(Capture capture) {
  capture.tries = 0;
  capture.fault.clear();
  capture.kind.clear();
  return ended(std::move(capture), "done");
}

Decision fill_draft(const World& world, const CaptureReported& cmd, const Capture& capture, const Draft& before) {
  auto attached = cmd.attached;
  attached.exception = capture.exception;
  // Told twice, because the first commit's outcome was unknown: it is in the draft already.
  const bool known = !attached.hash.empty() && std::any_of(before.attachments.begin(), before.attachments.end(),
                                                           [&](const auto& a) { return a.hash == attached.hash; });
  if (known) return succeeded(capture);
  Draft draft = before;
  const auto* question = draft.form.form().question(capture.question);
  fill_card(draft, cmd.fields);
  const bool kept = keep(draft, capture, attached);
  const bool wanted = question && holds_file(*question);
  if (wanted ? !kept : cmd.fields.empty()) return failed_empty(capture);
  draft.staff = capture.by.staff;
  draft.seat = capture.by.seat;
  draft.updated_ms = world.now_ms();
  ++draft.seen;
  Decision decision = succeeded(capture);
  decision.changes.emplace_back(SaveDraft{draft});
  if (kept) decision.changes.emplace_back(KeepAttachment{attached, draft.id, cmd.file_key});
  return decision;
}

// The stage that a late file may complete; empty where it is reached, or not the service's.
std::string stage_of(const Application& app, const form::Question& question) {
  const auto stage = std::string(rules::capture_stage(question));
  return app.service->stage(stage) && !app.record.reached(stage) ? stage : "";
}

Decision fill_application(const World& world, const CaptureReported& cmd, const Capture& capture,
                          const Application& app) {
  const auto* question = app.service->form.question(capture.question);
  if (cmd.attached.hash.empty() || !question) return failed_empty(capture);
  const auto& there = app.record.attachments;
  if (std::any_of(there.begin(), there.end(), [&](const auto& a) { return a.act.hash == cmd.attached.hash; }))
    return succeeded(capture);
  auto attached = cmd.attached;
  attached.name = question->name;
  attached.exception = capture.exception;
  model::Op fact = capture.by.on(app.record.id);
  fact.attach.push_back(attached);
  model::Op claim = fact;
  claim.set[question->name] = attached.hash;
  if (auto field = app.record.fields.find(question->name); field != app.record.fields.end())
    claim.over[question->name] = field->second.writer;
  model::Op reaching = claim;
  reaching.advance = stage_of(app, *question);
  // A fact is never lost because a claim beside it may not stand.
  auto op = permitted(world, app.service, app.record, reaching) ? reaching
            : permitted(world, app.service, app.record, claim)  ? claim
                                                                : fact;
  Decision decision = succeeded(capture);
  decision.ops.push_back(std::move(op));
  decision.changes.emplace_back(KeepAttachment{attached, app.id, cmd.file_key});
  return decision;
}

}  // namespace

bool over(const Capture& capture) { return over(capture.state); }

Result<Decision> decide(const World& world, const StartCapture& cmd) {
  TRY(auto place, place_of(world, cmd.draft, cmd.application));
  TRY(const auto* question, question_of(place, cmd.question));
  TRY_VOID(may(world, cmd.by, place));
  TRY_VOID(excused(*question, cmd));
  Capture capture{.id = cmd.by.fresh,
                  .by = cmd.by,
                  .draft = cmd.draft,
                  .application = cmd.application,
                  .question = cmd.question,
                  .exception = cmd.exception,
                  .family = question->capture,
                  .device = {},
                  .state = "waiting",
                  .fault = {},
                  .kind = {}};
  const auto* before = world.capture_of(cmd.draft.empty() ? cmd.application : cmd.draft, cmd.question);
  TRY_VOID(nothing_runs(before));
  if (before) capture.tries = before->tries;
  json::object reply{{"capture", capture.id}};
  if (!cmd.bytes.empty()) {
    TRY(auto media, sound_media(*question, cmd));
    capture.family = brought;
    return Decision{.changes = {PutCapture{capture}},
                    .effects = {SealFile{capture.id, media, cmd.bytes}},
                    .reply = std::move(reply)};
  }
  if (!cmd.exception.empty()) capture.family = camera;
  capture.device = capture.family.empty() ? "" : world.device_for(capture.family, cmd.by.seat);
  if (capture.device.empty()) return refuse(Code::device_missing, {{"family", capture.family}});
  const auto position = cmd.exception.empty() ? question->position : "";
  return Decision{
      .changes = {PutCapture{capture}}, .effects = {RunCapture{capture, position}}, .reply = std::move(reply)};
}

Result<Decision> decide(const World& world, const CancelCapture& cmd) {
  const auto* capture = world.capture(cmd.capture);
  if (!capture) return refuse(Code::unknown_capture);
  if (over(*capture)) return Decision{};
  // At once for the page: what the device still reads is thrown away.
  Decision decision = ended(*capture, "cancelled");
  if (capture->family != brought) decision.effects.emplace_back(StopCapture{capture->id});
  return decision;
}

Result<Decision> decide(const World& world, const CaptureReported& cmd) {
  const auto* known = world.capture(cmd.capture);
  if (!known || over(*known)) return Decision{};
  Capture capture = *known;
  if (!cmd.done) {
    if (!cmd.state.empty() && !over(cmd.state)) capture.state = cmd.state;
    return Decision{.changes = {PutCapture{std::move(capture)}}};
  }
  if (!cmd.fault.empty()) return failed(cmd, std::move(capture));
  auto place = place_of(world, capture.draft, capture.application);
  // Filed or discarded meanwhile: nothing of it stays.
  if (!place) return ended(std::move(capture), "cancelled");
  if (place->draft) return fill_draft(world, cmd, capture, *place->draft);
  return fill_application(world, cmd, capture, *place->application);
}

Result<Decision> decide(const World&, const TestDevice& cmd) {
  if (cmd.device.empty()) return refuse(Code::unknown_device);
  return Decision{.effects = {RunTest{cmd.device}}};
}

}  // namespace karvan::counter
