#include <algorithm>

#include "node/api/people.h"
#include "node/api/standing.h"
#include "node/api/views.h"
#include "node/core/rows.h"
#include "node/counter/replies.h"

namespace karvan::api {
namespace {

using counter::write_texts;

json::object head_of(const counter::Application& app, std::string_view kind, std::int64_t at_ms) {
  return {{"application", app.id},
          {"tracking", app.tracking()},
          {"title", write_texts(app.service->title)},
          {"who", app.who()},
          {"kind", kind},
          {"at", at_ms},
          {"reason", ""}};
}

json::object field_review(core::Book& book, const counter::Application& app, const std::string& name,
                          const model::Field& field) {
  auto at = field.time.ms;
  for (const auto& candidate : field.candidates) at = std::max(at, candidate.time.ms);
  const auto* question = app.service->form.question(name);
  auto o = head_of(app, field.held ? "held" : "late_review", at);
  o["field"] = name;
  o["label"] = rules::show_texts(question ? question->label : form::Texts{}, name);
  o["value"] = rules::show_in_force(name, field, app.service, names_in(book));
  o["candidates"] = rules::show_candidates(name, field, app.service, names_in(book));
  return o;
}

std::int64_t updated_ms(const model::Record& record) {
  std::int64_t ms = record.created.ms;
  for (const auto& milestone : record.milestones) ms = std::max(ms, milestone.time.ms);
  return ms;
}

void add_record(core::Book& book, const counter::Application& app, json::array& list) {
  for (const auto& [name, field] : app.record.fields)
    if (field.held || field.late) list.push_back(field_review(book, app, name, field));
  const auto at = updated_ms(app.record);
  for (const auto& document : app.record.documents) {
    if (document.state != "disputed") continue;
    auto o = head_of(app, "disputed", at);
    o["document"] = json::object{{"kind", document.serial.kind}, {"number", document.serial.number}};
    list.push_back(std::move(o));
  }
  for (const auto& posting : app.record.postings)
    if (posting.suspense) list.push_back(head_of(app, "suspense", at));
  for (const auto& alarm : app.record.alarms)
    if (alarm.what == "fee_differs" && is_open(alarm)) list.push_back(head_of(app, "fee_differs", at));
}

void add_trouble(core::Book& book, const store::LogLine& line, json::array& list) {
  auto id = model::parse_record_id(line.of);
  auto app = id ? book.application(id->id) : Result<counter::Application>(fail(Code::unknown_application));
  if (!app) return;
  auto op = model::parse_op(line.line);
  auto o = head_of(*app, line.fate == model::Fate::refused ? "refused" : "waiting", op ? op->time.ms : 0);
  o["reason"] = line.reason;
  list.push_back(std::move(o));
}

bool newer(const json::value& a, const json::value& b) {
  const auto& left = a.as_object();
  const auto& right = b.as_object();
  if (left.at("at") != right.at("at")) return left.at("at").as_int64() > right.at("at").as_int64();
  return left.at("tracking").as_string() < right.at("tracking").as_string();
}

}  // namespace

Result<json::array> list_reviews(core::Book& book, std::size_t limit) {
  TRY(auto marked, book.store().records().search(core::review_key, limit));
  TRY(auto troubled, book.store().log().troubled(limit));
  json::array list;
  for (const auto& summary : marked) {
    TRY(auto id, model::parse_record_id(summary.id));
    // One whose service is not here any more must not hide the others.
    if (auto app = book.application(id.id)) add_record(book, *app, list);
  }
  for (const auto& line : troubled)
    if (line.fate != model::Fate::held) add_trouble(book, line, list);
  std::sort(list.begin(), list.end(), newer);
  return list;
}

Result<std::size_t> count_reviews(core::Book& book) {
  TRY(auto marked, book.store().records().search(core::review_key, reviews_max));
  TRY(auto troubled, book.store().log().troubled(reviews_max));
  std::erase_if(troubled, [](const auto& line) { return line.fate == model::Fate::held; });
  return marked.size() + troubled.size();
}

Result<View> reviews(core::Core& core, const counter::By&, const Parameters&) {
  TRY(auto list, list_reviews(core.book(), reviews_max));
  return View{json::write(list), {}, {}};
}

}  // namespace karvan::api
