#include <algorithm>

#include "storage/model/act_json.h"
#include "storage/model/plain_record.h"
#include "storage/model/record.h"

namespace karvan::model {
namespace {

using json::object;
using json::string_at;

template <class T, class Read>
Result<std::vector<T>> read_all(const object& o, std::string_view key, Read read) {
  TRY(auto items, json::array_at(o, key));
  std::vector<T> all;
  for (const auto& item : *items) {
    if (!item.is_object()) return fail(Code::field_wrong_type, {{"field", std::string(key)}}, "record");
    TRY(auto one, read(item.get_object()));
    all.push_back(std::move(one));
  }
  return all;
}

template <class T, class Read>
Result<void> read_any(const object& o, std::string_view key, std::vector<T>& into, Read read) {
  if (!o.contains(key)) return {};
  TRY(into, read_all<T>(o, key, read));
  return {};
}

Result<HybridTime> time_or_none(const object& o) {
  return o.contains("time") ? parse_hybrid_time(json::string_or(o, "time")) : HybridTime{};
}

Result<Candidate> read_candidate(const object& o) {
  Candidate candidate;
  TRY(candidate.value, string_at(o, "value"));
  TRY(candidate.writer, string_at(o, "writer"));
  candidate.actor = json::string_or(o, "actor");
  TRY(candidate.time, time_or_none(o));
  return candidate;
}

Result<Said> read_said(const object& o) {
  Said said;
  TRY(said.value, string_at(o, "value"));
  TRY(said.writer, string_at(o, "writer"));
  return said;
}

Result<Member> read_member(const object& o) {
  Member member;
  TRY(member.value, string_at(o, "value"));
  TRY(member.writer, string_at(o, "writer"));
  member.actor = json::string_or(o, "actor");
  TRY(member.time, time_or_none(o));
  member.removed_by = json::string_or(o, "removed");
  return member;
}

Result<void> read_texts(const object& o, std::string_view key, std::vector<std::string>& texts) {
  TRY(auto each, json::array_at(o, key));
  for (const auto& text : *each) {
    if (!text.is_string()) return fail(Code::field_wrong_type, {{"field", std::string(key)}}, "record");
    texts.emplace_back(text.get_string());
  }
  return {};
}

Result<Field> read_field(const object& o) {
  Field field;
  TRY(field.value, string_at(o, "value"));
  TRY(field.writer, string_at(o, "writer"));
  TRY(auto time, string_at(o, "time"));
  TRY(field.time, parse_hybrid_time(time));
  field.actor = json::string_or(o, "actor");
  field.held = json::bool_or(o, "held");
  field.parallel = json::bool_or(o, "parallel");
  field.late = json::bool_or(o, "late");
  field.uncertain = json::bool_or(o, "uncertain");
  field.erased = json::bool_or(o, "erased");
  field.received_ms = json::integer_or(o, "received");
  TRY_VOID(read_any(o, "candidates", field.candidates, read_candidate));
  TRY_VOID(read_any(o, "replaced", field.replaced, read_candidate));
  TRY_VOID(read_any(o, "earlier", field.earlier, read_said));
  TRY_VOID(read_any(o, "members", field.members, read_member));
  return field;
}

Result<Posting> read_posting(const object& o) {
  Posting posting;
  TRY(posting.writer, string_at(o, "writer"));
  TRY(posting.post.kind, string_at(o, "kind"));
  TRY(posting.post.amount.minor, json::integer_at(o, "amount"));
  TRY(posting.post.amount.currency, string_at(o, "currency"));
  posting.post.tender = json::string_or(o, "tender");
  posting.post.shift = json::string_or(o, "shift");
  posting.post.reason = json::string_or(o, "reason");
  posting.post.line = json::string_or(o, "line");
  posting.suspense = json::bool_or(o, "suspense");
  return posting;
}

Result<Document> read_document(const object& o) {
  Document document;
  TRY(document.writer, string_at(o, "writer"));
  TRY(document.serial.kind, string_at(o, "kind"));
  TRY(document.serial.number, json::integer_at(o, "number"));
  TRY(document.state, string_at(o, "state"));
  document.reason = json::string_or(o, "reason");
  TRY_VOID(read_texts(o, "prints", document.prints));
  return document;
}

Result<Milestone> read_milestone(const object& o) {
  Milestone milestone;
  TRY(milestone.stage, string_at(o, "stage"));
  TRY(auto time, string_at(o, "time"));
  TRY(milestone.time, parse_hybrid_time(time));
  TRY(milestone.actor, string_at(o, "actor"));
  TRY(milestone.writer, string_at(o, "writer"));
  milestone.round = static_cast<std::uint32_t>(json::integer_or(o, "round", 1));
  return milestone;
}

template <class Act>
Result<Dated<Act>> read_dated(const object& o) {
  Dated<Act> dated;
  TRY(dated.act, read_act<Act>(o));
  TRY(dated.writer, string_at(o, writer_key<Act>));
  dated.actor = json::string_or(o, "actor");
  TRY(dated.time, time_or_none(o));
  return dated;
}

Result<Return> read_return(const object& o) {
  Return returned;
  TRY(returned.returned, read_dated<Returned>(o));
  returned.round = static_cast<std::uint32_t>(json::integer_or(o, "round", 2));
  return returned;
}

Result<Resolution> read_resolution(const object& o) {
  Resolution resolution;
  TRY(resolution.resolved, read_dated<Resolved>(o));
  TRY_VOID(read_any(o, "among", resolution.among, read_candidate));
  resolution.late = json::bool_or(o, "late");
  return resolution;
}

Result<Alarm> read_alarm(const object& o) {
  Alarm alarm;
  TRY(alarm.writer, string_at(o, "writer"));
  TRY(alarm.what, string_at(o, "what"));
  if (!o.contains("settled")) return alarm;
  TRY(auto settled, json::object_at(o, "settled"));
  TRY(alarm.settled, read_dated<Settled>(*settled));
  return alarm;
}

Result<void> read_head(const object& o, Record& record) {
  TRY(record.id, string_at(o, "id"));
  TRY(record.creator, string_at(o, "creator"));
  TRY(auto created, string_at(o, "created"));
  TRY(record.created, parse_hybrid_time(created));
  record.pin = {json::string_or(o, "service"), json::string_or(o, "version")};
  record.round = static_cast<std::uint32_t>(json::integer_or(o, "round", 1));
  return {};
}

Result<void> read_acts(const object& o, Record& record) {
  TRY_VOID(read_any(o, "attachments", record.attachments, read_dated<Attached>));
  TRY_VOID(read_any(o, "shown", record.shown, read_dated<Shown>));
  TRY_VOID(read_any(o, "returns", record.returns, read_return));
  TRY_VOID(read_any(o, "resolutions", record.resolutions, read_resolution));
  TRY_VOID(read_any(o, "decisions", record.decisions, read_dated<Decided>));
  TRY_VOID(read_any(o, "handed_over", record.handed_over, read_dated<HandedOver>));
  TRY_VOID(read_any(o, "sheets", record.sheets, read_dated<Sheet>));
  if (o.contains("closed")) {
    TRY(auto closed, json::object_at(o, "closed"));
    TRY(record.closed, read_dated<Closed>(*closed));
  }
  if (o.contains("lease")) {
    TRY(auto lease, json::object_at(o, "lease"));
    TRY(record.lease, read_dated<LeaseEnd>(*lease));
  }
  TRY_VOID(read_any(o, "settled", record.settled, read_dated<Settled>));
  TRY_VOID(read_any(o, "erased", record.erased, read_dated<Erase>));
  return read_any(o, "alarms", record.alarms, read_alarm);
}

Result<void> read_rest(const object& o, Record& record) {
  TRY_VOID(read_any(o, "early", record.early, read_milestone));
  return read_acts(o, record);
}

// What was not read at once. Nothing where all of it is to be read member by member.
std::optional<Record> read_after(PlainRecord& plain) {
  for (const auto& [name, text] : plain.marked) {
    const auto whole = json::parse_object(text, record_bytes_max);
    auto field = whole ? read_field(*whole) : tl::unexpected<Error>(whole.error());
    if (!field) return std::nullopt;
    plain.record.fields[name] = std::move(*field);
  }
  if (plain.rest.empty()) return std::move(plain.record);
  const auto o = json::parse_object(plain.rest, record_bytes_max);
  const auto again = [](const auto& member) { return is_before_rest(member.key()); };
  if (!o || std::any_of(o->begin(), o->end(), again) || !read_rest(*o, plain.record)) return std::nullopt;
  return std::move(plain.record);
}

Result<Record> read_whole(std::string_view text) {
  TRY(auto o, json::parse_object(text, record_bytes_max));
  Record record;
  TRY_VOID(read_head(o, record));
  TRY(auto fields, json::object_at(o, "fields"));
  const auto actor = json::string_or(o, "actor");
  for (const auto& member : *fields) {
    auto& field = record.fields[std::string(member.key())];
    if (const auto* said = member.value().if_string()) {
      field.value.assign(said->data(), said->size());
      field.writer = record.creator;
      field.actor = actor;
      field.time = record.created;
    } else if (const auto* whole = member.value().if_object()) {
      TRY(field, read_field(*whole));
    } else {
      return fail(Code::field_wrong_type, {{"field", std::string(member.key())}}, "record");
    }
  }
  TRY(record.postings, read_all<Posting>(o, "postings", read_posting));
  TRY(record.documents, read_all<Document>(o, "documents", read_document));
  TRY(record.milestones, read_all<Milestone>(o, "milestones", read_milestone));
  TRY_VOID(read_texts(o, "waiting", record.waiting));
  TRY_VOID(read_rest(o, record));
  return record;
}

}  // namespace

Result<Record> parse_record(std::string_view text) {
  if (auto plain = read_plain_record(text))
    if (auto record = read_after(*plain)) return std::move(*record);
  return read_whole(text);
}

}  // namespace karvan::model
