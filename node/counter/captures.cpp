#include <algorithm>

#include "node/counter/allowed.h"
#include "node/counter/decide.h"
#include "node/counter/media.h"
#include "node/counter/spots.h"
#include "sync/rules/captured.h"

namespace karvan::counter {
namespace {

constexpr std::string_view brought = "page";  // family of a file that the page brings
constexpr std::string_view camera = "camera";
constexpr std::string_view fingerprint = "fingerprint";
constexpr std::string_view scanner = "scanner";
constexpr std::string_view citizen_retries = "citizen_retries";

bool over(std::string_view state) { return state == "done" || state == "failed" || state == "cancelled"; }

// Where a capture's outcome goes: a draft, or an application that is filed already.
struct Target {
  const Draft* draft = nullptr;
  std::optional<Application> application;
  const catalogue::Service* service = nullptr;

  // Whether an application's form has this key, with the instances that it has.
  bool asks(const std::string& key, const form::Context& when) const {
    return form::Instance(service->form, rules::answers_of(application->record), when).state(key) != nullptr;
  }
};

Result<Target> target_of(const World& world, const std::string& draft, const std::string& application) {
  if (draft.empty() == application.empty()) return refuse(Code::field_missing, {{"field", "draft"}});
  Target target;
  if (!draft.empty()) {
    TRY(target.draft, world.draft(draft));
    target.service = world.catalogue().version(target.draft->pin.service, target.draft->pin.version);
    if (!target.service) return refuse(Code::catalogue_missing, {{"service", target.draft->pin.service}});
  } else {
    TRY(target.application, world.application(application));
    target.service = target.application->service;
  }
  return target;
}

Result<const form::Question*> question_of(const Target& target, const std::string& name, const form::Context& when) {
  const auto* question = target.service->form.question(name);
  const bool asks = question && (is_picture(*question) || (target.draft && !question->capture.empty()));
  if (!asks) return refuse(Code::unknown_question, {{"question", name}});
  if (!target.draft) {
    if (!target.asks(name, when)) return refuse(Code::unknown_question, {{"question", name}});
    return question;
  }
  const auto* state = target.draft->form.state(name);
  if (!state) return refuse(Code::unknown_question, {{"question", name}});
  if (state->read_only) return refuse(Code::answer_read_only, {{"question", name}});
  return question;
}

Result<void> may(const World& world, const By& by, const Target& target) {
  const auto* staff = world.staff(by.staff);
  if (!staff) return refuse(Code::not_signed_in);
  return rules::may(*staff, target.draft ? "start" : "file", target.service);
}

// A picture in target of what was asked for needs the reason why.
Result<void> excused(const form::Question& question, const StartCapture& cmd) {
  if (cmd.exception.size() > reason_bytes_max) return refuse(Code::answer_too_long, {{"field", "exception"}});
  if (!cmd.exception.empty() && !is_picture(question))
    return refuse(Code::unknown_question, {{"question", cmd.question}});
  const bool by_hand = !cmd.bytes.empty();
  if (by_hand && question.capture == fingerprint && cmd.exception.empty()) return refuse(Code::reason_missing);
  return {};
}

// What the page brought is what it says it is, and of a kind that the question takes.
Result<std::string> sound_media(const form::Question& question, const StartCapture& cmd) {
  if (!is_picture(question)) return refuse(Code::unknown_question, {{"question", question.name}});
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

// Fills what the card names and the form lets be filled, of the person whose card it is: in a repeat, of that instance
// alone. An answer that breaks a constraint is kept and marked, as if it had been typed.
void fill_card(Draft& draft, const Capture& capture, const std::map<std::string, std::string>& fields) {
  const auto places = draft.form.places();  // a copy: an answer may make others come and go
  for (const auto& [key, question] : places) {
    auto field = fields.find(question->card);
    if (question->card.empty() || field == fields.end() || is_picture(*question)) continue;
    if (instance_of(key) != instance_of(capture.question)) continue;
    // A calculation, or an answer too long for the form: the desk types it.
    (void)draft.form.set(key, field->second);
  }
}

// Key of the question that the file answers: the capture's own, or the card's portrait; empty: there is none.
std::string file_question(const form::Instance& form, const Capture& capture) {
  const auto* own = form.form().question(capture.question);
  if (own && is_picture(*own)) return capture.question;
  const auto& all = form.places();
  auto portrait = std::find_if(all.begin(), all.end(), [&](const form::Place& place) {
    return place.question->card == card_portrait && is_picture(*place.question) &&
           instance_of(place.key) == instance_of(capture.question);
  });
  return portrait == all.end() ? "" : portrait->key;
}

bool keep(Draft& draft, const Capture& capture, model::Attached& attached) {
  const auto key = attached.hash.empty() ? "" : file_question(draft.form, capture);
  if (key.empty() || !draft.form.set(key, attached.hash)) return false;
  attached.name = key;
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
  fill_card(draft, capture, cmd.fields);
  const bool kept = keep(draft, capture, attached);
  const bool wanted = question && is_picture(*question);
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
  attached.name = capture.question;
  attached.exception = capture.exception;
  model::Op fact = capture.by.on(app.record.id);
  fact.attach.push_back(attached);
  model::Op claim = fact;
  claim.set[attached.name] = attached.hash;
  if (auto field = app.record.fields.find(attached.name); field != app.record.fields.end())
    claim.over[attached.name] = field->second.writer;
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
  TRY(auto target, target_of(world, cmd.draft, cmd.application));
  TRY(const auto* question, question_of(target, cmd.question, context_of(world, cmd.application)));
  TRY_VOID(may(world, cmd.by, target));
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
  auto target = target_of(world, capture.draft, capture.application);
  // Filed or discarded meanwhile: nothing of it stays.
  if (!target) return ended(std::move(capture), "cancelled");
  if (target->draft) return fill_draft(world, cmd, capture, *target->draft);
  return fill_application(world, cmd, capture, *target->application);
}

Result<Decision> decide(const World&, const TestDevice& cmd) {
  if (cmd.device.empty()) return refuse(Code::unknown_device);
  return Decision{.effects = {RunTest{cmd.device}}};
}

}  // namespace karvan::counter
