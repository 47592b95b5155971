#include <algorithm>
#include <set>

#include "node/api/history.h"
#include "node/api/people.h"
#include "node/api/standing.h"
#include "node/api/views.h"
#include "node/core/rows.h"
#include "node/counter/replies.h"
#include "sync/show/fields.h"

namespace karvan::api {
namespace {

using counter::write_texts;

json::object head_of(const counter::Application& app, const rules::Matter& matter, std::int64_t at_ms) {
  json::object o{{"application", app.id},
                 {"tracking", app.tracking()},
                 {"title", write_texts(app.service->title)},
                 {"who", app.who()},
                 {"at", at_ms}};
  write_matter(matter, o);
  return o;
}

json::object field_review(core::Book& book, const counter::Application& app, const rules::Matter& matter) {
  const auto& field = app.record.fields.at(matter.what);
  auto at = field.time.ms;
  for (const auto& candidate : field.candidates) at = std::max(at, candidate.time.ms);
  auto o = head_of(app, matter, at);
  o["field"] = matter.what;
  o["label"] = show::label(app.record, matter.what, app.service);
  o["value"] = show::in_force(matter.what, field, app.service, names_in(book));
  o["candidates"] = show::candidates(matter.what, field, app.service, names_in(book));
  return o;
}

std::int64_t updated_ms(const model::Record& record) {
  std::int64_t ms = record.created.ms;
  for (const auto& milestone : record.milestones) ms = std::max(ms, milestone.time.ms);
  return ms;
}

Result<void> add_record(core::Book& book, const counter::Application& app, json::array& list) {
  TRY(auto lines, book.store().log().of_record(app.record.id));
  for (const auto& matter : open_matters(book.options().site.node, app, lines)) {
    if (app.record.fields.contains(matter.what)) {
      list.push_back(field_review(book, app, matter));
      continue;
    }
    auto o = head_of(app, matter, updated_ms(app.record));
    if (auto serial = rules::serial_in(matter.kind + ":" + matter.what))
      o["document"] = json::object{{"kind", serial->kind}, {"number", serial->number}};
    list.push_back(std::move(o));
  }
  return {};
}

// Records of which a person must look at something, in no order.
Result<std::set<std::string>> in_question(core::Book& book, std::size_t limit) {
  TRY(auto marked, book.store().records().in_review(limit));
  TRY(auto troubled, book.store().log().troubled(limit));
  std::set<std::string> records;
  for (const auto& summary : marked) records.insert(summary.id);
  for (const auto& line : troubled) records.insert(line.of);
  return records;
}

bool newer(const json::value& a, const json::value& b) {
  const auto& left = a.as_object();
  const auto& right = b.as_object();
  if (left.at("at") != right.at("at")) return left.at("at").as_int64() > right.at("at").as_int64();
  return left.at("tracking").as_string() < right.at("tracking").as_string();
}

}  // namespace

Result<json::array> list_reviews(core::Book& book, std::size_t limit) {
  TRY(auto records, in_question(book, limit));
  json::array list;
  for (const auto& record : records) {
    auto id = model::parse_record_id(record);
    // One whose service is not here any more must not hide the others.
    auto app = id ? book.application(id->id) : Result<counter::Application>(fail(Code::unknown_application));
    if (app) TRY_VOID(add_record(book, *app, list));
  }
  std::sort(list.begin(), list.end(), newer);
  return list;
}

Result<std::size_t> count_reviews(core::Book& book) {
  TRY(auto records, in_question(book, reviews_max));
  return records.size();
}

Result<View> reviews(core::Core& core, const counter::By&, const Parameters&) {
  TRY(auto list, list_reviews(core.book(), reviews_max));
  return View{json::write(list), {}, {}};
}

}  // namespace karvan::api
