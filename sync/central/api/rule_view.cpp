#include "sync/central/api/rule_view.h"

#include <algorithm>

#include "sync/rules/check.h"
#include "sync/rules/sound.h"
#include "sync/show/fields.h"
#include "sync/show/texts.h"

namespace karvan::central {
namespace {

json::object no_rule() {
  return {{"key", ""},           {"label", nullptr},  {"flaw", ""},       {"value", ""},
          {"words", nullptr},    {"stage", ""},       {"title", nullptr}, {"reason", ""},
          {"expected", nullptr}, {"actual", nullptr}, {"escalate_to", ""}};
}

// What was said: it waits beside the value in force, or is that itself.
std::string said(const model::Record& record, const std::string& key, const std::string& writer) {
  auto found = record.fields.find(key);
  if (found == record.fields.end()) return {};
  for (const auto& candidate : found->second.candidates)
    if (candidate.writer == writer) return candidate.value;
  return found->second.writer == writer ? found->second.value : "";
}

// The author's words for a constraint or for what is required.
json::value words_of(const rules::Broken& broken, const catalogue::Service* service) {
  const auto* question = service ? service->form.question(broken.key) : nullptr;
  if (!question) return nullptr;
  if (broken.flaw != "constraint" && broken.flaw != "required") return nullptr;
  const auto& words = broken.flaw == "constraint" ? question->constraint_message : question->required_message;
  return words.empty() ? json::value(nullptr) : json::value(show::texts(words, ""));
}

json::value show_broken(const ReviewRow& review, const model::Record& record, const catalogue::Service* service) {
  auto broken = rules::parse_invalid(review.what);
  if (!broken) return nullptr;
  auto o = no_rule();
  o["key"] = broken->key;
  o["label"] = show::label(record, broken->key, service);
  o["flaw"] = broken->flaw;
  o["value"] = said(record, broken->key, review.writer);
  o["words"] = words_of(*broken, service);
  o["reason"] = name_of(rules::error_of(*broken).code);
  return o;
}

json::object show_stage_rule(const std::string& id, const catalogue::Service* service) {
  auto o = no_rule();
  const auto* stage = service ? service->stage(id) : nullptr;
  o["stage"] = id;
  o["title"] = show::texts(stage ? stage->title : form::Texts{}, id);
  return o;
}

json::value show_refused(const ReviewRow& review, const catalogue::Service* service) {
  const auto colon = review.what.find(':');
  auto o = show_stage_rule(review.what.substr(0, colon), service);
  if (colon != review.what.npos) o["reason"] = review.what.substr(colon + 1);
  return o;
}

json::object show_amount(const model::Money& money) { return {{"minor", money.minor}, {"currency", money.currency}}; }

// The fee of the answers as they are now; what was charged may have been right for others.
json::value show_fee_rule(const ReviewRow& review, const model::Record& record, const catalogue::Service* service) {
  auto o = no_rule();
  o["reason"] = name_of(Code::amount_differs);
  for (const auto& posting : record.postings)
    if (posting.writer == review.writer) o["actual"] = show_amount(posting.post.amount);
  if (!service) return o;
  const auto day = rules::civil_date(record.created.ms, service->calendar.utc_offset_minutes);
  if (auto fee = catalogue::fee_due(*service, rules::answers_of(record), day)) o["expected"] = show_amount(fee->total);
  return o;
}

json::value show_escalation(const ReviewRow& review, const catalogue::Service* service) {
  auto o = show_stage_rule(review.what, service);
  const auto* stage = service ? service->stage(review.what) : nullptr;
  o["escalate_to"] = stage ? stage->escalate_to : "";
  return o;
}

}  // namespace

json::object rule_of(std::string_view reason) {
  auto o = no_rule();
  o["reason"] = reason;
  return o;
}

json::value show_rule(const ReviewRow& review, const model::Record& record, const Showing& showing) {
  if (review.kind == "invalid") return show_broken(review, record, showing.service);
  if (review.kind == "refused") return show_refused(review, showing.service);
  if (review.kind == "fee_differs") return show_fee_rule(review, record, showing.service);
  if (review.kind == review_escalated) return show_escalation(review, showing.service);
  if (review.kind != "after_closing") return nullptr;
  return rule_of(name_of(Code::application_closed));
}

}  // namespace karvan::central
