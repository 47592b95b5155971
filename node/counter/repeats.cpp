#include "node/counter/repeats.h"

#include <algorithm>

#include "node/counter/allowed.h"
#include "node/counter/decide.h"
#include "node/counter/replies.h"
#include "node/counter/spots.h"

namespace karvan::counter {
namespace {

constexpr std::size_t id_chars = 8;

// The end of an id never used before; longer where this repeat has one that ends the same.
std::string fresh_instance(std::string_view fresh, const std::vector<std::string>& there) {
  std::string letters;
  for (char c : fresh)
    if (c != '-') letters += c;
  std::string id;
  for (auto length = id_chars; length <= form::instance_id_bytes_max; ++length) {
    id = letters.size() <= length ? letters : letters.substr(letters.size() - length);
    if (std::find(there.begin(), there.end(), id) == there.end()) break;
  }
  return id;
}

// What cannot be filed is not taken either.
Result<void> bounded(const form::Instance& form) {
  if (form.bytes() <= answers_bytes_max) return {};
  return refuse(Code::answer_too_long, {{"field", "draft"}, {"max", std::to_string(answers_bytes_max)}});
}

}  // namespace

Result<Decision> changed(const World& world, const By& by, const catalogue::Service& service, const Draft& before,
                         Draft after, const std::set<std::string>& keys) {
  TRY_VOID(bounded(after.form));
  sign(after, world, by);
  json::object reply = write_changes(service, before.form, after.form, keys);
  reply["seen"] = after.seen;
  reply["saved_at"] = after.updated_ms;
  return Decision{.changes = {SaveDraft{std::move(after)}}, .reply = std::move(reply)};
}

Result<const form::Group*> open_repeat(const form::Form& form, std::string_view key) {
  const auto* repeat = form.repeat(key);
  if (!repeat) return refuse(Code::unknown_question, {{"question", std::string(key)}});
  if (!repeat->repeat_count.empty()) return refuse(Code::answer_read_only, {{"question", std::string(key)}});
  return repeat;
}

Result<std::set<std::string>> take_away(form::Instance& form, std::string_view instance, form::Context context) {
  TRY(auto keys, form.remove(instance));
  auto answers = form.answers();
  std::erase_if(answers, [&](const auto& answer) { return is_in(answer.first, instance); });
  form = form::Instance(form.form(), std::move(answers), std::move(context));
  return std::set<std::string>(keys.begin(), keys.end());
}

Result<Decision> decide(const World& world, const AddInstance& cmd) {
  TRY(const Draft* before, draft_as_seen(world, cmd.draft, cmd.seen));
  TRY(const auto* service, service_of(world, *before));
  TRY_VOID(may(world, cmd.by, "start", service));
  TRY_VOID(open_repeat(service->form, cmd.repeat));
  Draft draft = *before;
  const auto id = fresh_instance(cmd.by.fresh, draft.form.instances(cmd.repeat));
  TRY(auto keys, draft.form.add(cmd.repeat, id));
  TRY(auto decision,
      changed(world, cmd.by, *service, *before, std::move(draft), std::set<std::string>(keys.begin(), keys.end())));
  decision.reply["instance"] = cmd.repeat + "/" + id;
  return decision;
}

Result<Decision> decide(const World& world, const RemoveInstance& cmd) {
  TRY(const Draft* before, draft_as_seen(world, cmd.draft, cmd.seen));
  TRY(const auto* service, service_of(world, *before));
  TRY_VOID(may(world, cmd.by, "start", service));
  TRY_VOID(open_repeat(service->form, repeat_of(cmd.instance)));
  Draft draft = *before;
  TRY(auto keys, take_away(draft.form, cmd.instance, context_of(world, draft.id, cmd.by)));
  std::erase_if(draft.attachments, [&](const auto& attached) { return is_in(attached.name, cmd.instance); });
  std::erase_if(draft.looked_up, [&](const auto& one) { return is_in(one.question, cmd.instance); });
  return changed(world, cmd.by, *service, *before, std::move(draft), keys);
}

}  // namespace karvan::counter
