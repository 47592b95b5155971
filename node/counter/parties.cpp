#include "sync/rules/parties.h"

#include <algorithm>
#include <charconv>

#include "node/counter/allowed.h"
#include "node/counter/decide.h"
#include "node/counter/slips.h"
#include "node/counter/spots.h"
#include "storage/model/tracking.h"

namespace karvan::counter {
namespace {

constexpr std::string_view signature = "signature";

// TRACKING-1, TRACKING-2, …: each sheet of paper has a number of its own.
std::string next_summary(const Draft& draft) {
  int last = 0;
  if (auto dash = draft.summary.rfind('-'); dash != std::string::npos)
    std::from_chars(draft.summary.data() + dash + 1, draft.summary.data() + draft.summary.size(), last);
  return model::tracking_of(draft.id) + "-" + std::to_string(last + 1);
}

const catalogue::Party* party_of(const catalogue::Service& service, const std::string& role) {
  auto found = std::find_if(service.parties.begin(), service.parties.end(),
                            [&](const auto& party) { return party.role == role; });
  return found == service.parties.end() ? nullptr : &*found;
}

// Who they are is in the form already: for the first of a role, or for each where the form asks in a repeat.
void name_them(model::Shown& shown, const catalogue::Service& service, const form::Answers& answers) {
  const auto* party = party_of(service, shown.role);
  if (shown.name.empty() && party) shown.name = answer_of(service.form, answers, party->name, shown.number);
}

bool same_act(const model::Shown& a, const model::Shown& b) {
  return a.role == b.role && a.number == b.number && a.what == b.what;
}

Result<void> bounded(const model::Shown& shown) {
  for (const auto* text : {&shown.name, &shown.reason, &shown.of})
    if (text->size() > reason_bytes_max) return refuse(Code::answer_too_long, {{"field", shown.what}});
  return {};
}

Result<Decision> show_on_draft(const World& world, const ShowParty& cmd) {
  TRY(const Draft* before, world.draft(cmd.draft));
  TRY(const auto* service, service_of(world, *before));
  TRY_VOID(may(world, cmd.by, "start", service));
  model::Shown shown = cmd.shown;
  name_them(shown, *service, before->form.answers());
  const bool summary = has_summary(*before);
  if (shown.what == signature && shown.of.empty() && summary) shown.of = before->summary;
  TRY_VOID(rules::check_shown(*service, shown));
  // Signed is what is on the paper; it must still be what the draft says.
  if (shown.what == signature && (!summary || shown.of != before->summary))
    return refuse(Code::changed_elsewhere, {{"field", "summary"}});
  Draft draft = *before;
  std::erase_if(draft.shown, [&](const auto& one) { return same_act(one, shown); });
  draft.shown.push_back(std::move(shown));
  sign(draft, world, cmd.by);
  if (summary) draft.summary_seen = draft.seen;
  json::object reply{{"seen", draft.seen}};
  return Decision{.changes = {SaveDraft{std::move(draft)}}, .reply = std::move(reply)};
}

// The paper that the others signed is what a later one signs.
std::string summary_of(const model::Record& record) {
  for (auto one = record.shown.rbegin(); one != record.shown.rend(); ++one)
    if (one->act.what == signature) return one->act.of;
  return {};
}

Result<Decision> show_on_application(const World& world, const ShowParty& cmd) {
  TRY(auto app, world.application(cmd.application));
  model::Op op = cmd.by.on(app.record.id);
  model::Shown shown = cmd.shown;
  name_them(shown, *app.service, rules::answers_of(app.record));
  if (shown.what == signature && shown.of.empty()) shown.of = summary_of(app.record);
  TRY_VOID(rules::check_shown(*app.service, shown));
  auto all = rules::shown_of(app.record);
  all.push_back(shown);
  op.shown = {std::move(shown)};
  const bool reaches = app.service->stage(rules::stage::identity_checked) &&
                       !app.record.reached(rules::stage::identity_checked) && app.record.reached(rules::stage::filed);
  if (reaches && rules::missing_shown(*app.service, all, false).empty()) op.advance = rules::stage::identity_checked;
  return only(world, app, std::move(op));
}

}  // namespace

Result<Decision> decide(const World& world, const PrintSummary& cmd) {
  TRY(const Draft* before, draft_as_seen(world, cmd.draft, cmd.seen));
  TRY(const auto* service, service_of(world, *before));
  TRY_VOID(may(world, cmd.by, "start", service));
  TRY_VOID(complete(form::Instance(service->form, before->form.answers(), context_of(world, before->id, cmd.by))));
  Draft draft = *before;
  sign(draft, world, cmd.by);
  draft.summary = next_summary(draft);
  draft.summary_seen = draft.seen;
  const auto language = cmd.language.empty() ? service->form.default_language() : cmd.language;
  Print print{.id = cmd.by.fresh,
              .of = record_id(world, "application", draft.id),
              .serial = {},
              .slip = summary(world, draft, draft.summary, language),
              .state = "queued",
              .staff = cmd.by.staff,
              .seat = cmd.by.seat,
              .updated_ms = world.now_ms()};
  json::object reply{{"summary", draft.summary}, {"print", print.id}, {"seen", draft.seen}};
  return Decision{
      .changes = {SaveDraft{std::move(draft)}}, .effects = {SendPrint{std::move(print)}}, .reply = std::move(reply)};
}

Result<Decision> decide(const World& world, const ShowParty& cmd) {
  TRY_VOID(bounded(cmd.shown));
  if (cmd.draft.empty() == cmd.application.empty()) return refuse(Code::field_missing, {{"field", "draft"}});
  return cmd.draft.empty() ? show_on_application(world, cmd) : show_on_draft(world, cmd);
}

}  // namespace karvan::counter
