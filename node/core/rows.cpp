#include "node/core/rows.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

#include "node/counter/replies.h"
#include "storage/model/act_json.h"

namespace karvan::core {
namespace {

constexpr std::size_t draft_bytes_max = 8 << 20;

Result<form::Answers> answers_in(const json::object& o) {
  TRY(const auto* members, json::object_at(o, "answers"));
  form::Answers answers;
  for (const auto& member : *members) {
    TRY(auto value, json::string_at(*members, member.key()));
    answers.emplace(member.key(), std::move(value));
  }
  return answers;
}

template <class Act>
json::array write_acts(const std::vector<Act>& acts) {
  json::array list;
  for (const auto& act : acts) list.push_back(model::write_act(act));
  return list;
}

Result<counter::LookedUp> read_looked_up(const json::object& o) {
  counter::LookedUp one;
  TRY(one.question, json::string_at(o, "question"));
  TRY(one.serial.kind, json::string_at(o, "kind"));
  TRY(one.serial.number, json::integer_at(o, "number"));
  TRY(one.application, json::string_at(o, "application"));
  TRY(const auto* filled, json::array_at(o, "filled"));
  for (const auto& key : *filled)
    if (key.is_string()) one.filled.emplace_back(key.get_string());
  return one;
}

template <class Each>
Result<void> read_list(const json::object& o, std::string_view key, Each each) {
  if (!o.contains(key)) return {};
  TRY(const auto* list, json::array_at(o, key));
  for (const auto& one : *list) {
    if (!one.is_object()) return fail(Code::field_wrong_type, {{"field", std::string(key)}}, "draft");
    TRY_VOID(each(one.get_object()));
  }
  return {};
}

template <class Act>
Result<void> read_acts(const json::object& o, std::string_view key, std::vector<Act>& acts) {
  return read_list(o, key, [&](const json::object& from) -> Result<void> {
    TRY(auto act, model::read_act<Act>(from));
    acts.push_back(std::move(act));
    return {};
  });
}

std::string write_body(const counter::Draft& draft) {
  json::object answers;
  for (const auto& [question, value] : draft.form.inputs()) answers[question] = value;
  json::object o{{"answers", std::move(answers)}};
  if (!draft.attachments.empty()) o["attach"] = write_acts(draft.attachments);
  if (!draft.shown.empty()) o["shown"] = write_acts(draft.shown);
  json::array looked_up;
  for (const auto& one : draft.looked_up) looked_up.push_back(counter::write_looked_up(one));
  if (!looked_up.empty()) o["looked_up"] = std::move(looked_up);
  if (!draft.summary.empty()) o["summary"] = json::object{{"number", draft.summary}, {"seen", draft.summary_seen}};
  return json::write(o);
}

Result<void> read_body(const json::object& o, counter::Draft& draft) {
  TRY_VOID(read_acts(o, "attach", draft.attachments));
  TRY_VOID(read_acts(o, "shown", draft.shown));
  TRY_VOID(read_list(o, "looked_up", [&](const json::object& from) -> Result<void> {
    TRY(auto one, read_looked_up(from));
    draft.looked_up.push_back(std::move(one));
    return {};
  }));
  if (!o.contains("summary")) return {};
  TRY(const auto* summary, json::object_at(o, "summary"));
  TRY(draft.summary, json::string_at(*summary, "number"));
  draft.summary_seen = static_cast<std::uint64_t>(json::integer_or(*summary, "seen"));
  return {};
}

}  // namespace

std::string write_holder(std::string_view staff, std::string_view seat) { return fmt::format("{}@{}", staff, seat); }

Holder read_holder(std::string_view text) {
  auto at = text.find('@');
  if (at == text.npos) return {std::string(text), {}};
  return {std::string(text.substr(0, at)), std::string(text.substr(at + 1))};
}

store::Draft draft_row(const counter::Draft& draft, std::string title) {
  return {.id = draft.id,
          .service = draft.pin.service,
          .version = draft.pin.version,
          .holder = write_holder(draft.staff, draft.seat),
          .title = std::move(title),
          .seen = draft.seen,
          .body = write_body(draft),
          .created_ms = draft.created_ms,
          .updated_ms = draft.updated_ms};
}

Result<counter::Draft> draft_of(const store::Draft& row, const catalogue::Service& service, form::Context when) {
  TRY(auto body, json::parse_object(row.body, draft_bytes_max));
  TRY(auto answers, answers_in(body));
  auto holder = read_holder(row.holder);
  counter::Draft draft{.id = row.id,
                       .pin = {row.service, row.version},
                       .seat = std::move(holder.seat),
                       .staff = std::move(holder.staff),
                       .seen = row.seen,
                       .created_ms = row.created_ms,
                       .updated_ms = row.updated_ms,
                       .form = form::Instance(service.form, std::move(answers), std::move(when))};
  TRY_VOID(read_body(body, draft));
  return draft;
}

store::Print print_row(const counter::Print& print) {
  return {.id = print.id,
          .of = print.of,
          .serial = print.serial,
          .slip = {},
          .device = {},
          .state = print.state,
          .job = print.job,
          .seat = write_holder(print.staff, print.seat),
          .updated_ms = print.updated_ms};
}

Result<counter::Print> print_of(const store::Print& row) {
  TRY(auto slip, counter::parse_slip(row.slip));
  auto holder = read_holder(row.seat);
  return counter::Print{.id = row.id,
                        .of = row.of,
                        .serial = row.serial,
                        .slip = std::move(slip),
                        .state = row.state,
                        .job = row.job,
                        .conditions = {},
                        .staff = std::move(holder.staff),
                        .seat = std::move(holder.seat),
                        .updated_ms = row.updated_ms};
}

std::string write_sheet(const SheetRow& sheet) {
  return json::write(json::object{{"visit", sheet.visit}, {"note", sheet.note}});
}

Result<SheetRow> read_sheet(std::string_view bytes) {
  TRY(auto o, json::parse_object(bytes, store_note_bytes_max));
  SheetRow sheet;
  TRY(sheet.note, json::string_at(o, "note"));
  TRY(sheet.visit, json::string_at(o, "visit"));
  return sheet;
}

LogPoint parse_point(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == text.npos) return {};
  LogPoint point{std::string(text.substr(0, slash)), 0};
  std::from_chars(text.data() + slash + 1, text.data() + text.size(), point.seq);
  return point;
}

bool is_application(std::string_view record) {
  auto id = model::parse_record_id(record);
  return id && id->kind == "application";
}

std::string civil_time(std::int64_t ms, int offset_minutes) {
  return rules::civil_date(ms, offset_minutes) + rules::civil_time(ms, offset_minutes);
}

}  // namespace karvan::core
