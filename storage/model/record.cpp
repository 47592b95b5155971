#include "storage/model/record.h"

#include "storage/model/json.h"

namespace karvan::model {
namespace {

using json::array;
using json::object;
using json::string_at;

object write_field(const Field& field) {
  object o{{"value", field.value}, {"writer", field.writer}, {"time", to_text(field.time)}};
  if (field.held) o["held"] = true;
  if (field.parallel) o["parallel"] = true;
  if (!field.candidates.empty()) {
    array candidates;
    for (const auto& c : field.candidates) candidates.push_back(object{{"value", c.value}, {"writer", c.writer}});
    o["candidates"] = std::move(candidates);
  }
  return o;
}

object write_posting(const Posting& posting) {
  const Post& post = posting.post;
  object o{{"writer", posting.writer},    {"kind", post.kind},
           {"amount", post.amount.minor}, {"currency", post.amount.currency},
           {"tender", post.tender},       {"shift", post.shift},
           {"reason", post.reason}};
  if (posting.suspense) o["suspense"] = true;
  return o;
}

object write_document(const Document& document) {
  return {{"writer", document.writer},        {"kind", document.serial.kind},
          {"number", document.serial.number}, {"state", document.state},
          {"reason", document.reason},        {"prints", array(document.prints.begin(), document.prints.end())}};
}

object write_milestone(const Milestone& milestone) {
  return {{"stage", milestone.stage},
          {"time", to_text(milestone.time)},
          {"actor", milestone.actor},
          {"writer", milestone.writer},
          {"round", milestone.round}};
}

template <class T, class Write>
array write_all(const std::vector<T>& items, Write write) {
  array all;
  all.reserve(items.size());
  for (const auto& item : items) all.push_back(write(item));
  return all;
}

Result<Field> read_field(const object& o) {
  Field field;
  TRY(field.value, string_at(o, "value"));
  TRY(field.writer, string_at(o, "writer"));
  TRY(auto time, string_at(o, "time"));
  TRY(field.time, parse_hybrid_time(time));
  field.held = json::bool_or(o, "held");
  field.parallel = json::bool_or(o, "parallel");
  if (!o.contains("candidates")) return field;
  TRY(auto candidates, json::array_at(o, "candidates"));
  for (const auto& each : *candidates) {
    if (!each.is_object()) return fail(Code::field_wrong_type, {{"field", "candidates"}}, "record");
    Candidate candidate;
    TRY(candidate.value, string_at(each.get_object(), "value"));
    TRY(candidate.writer, string_at(each.get_object(), "writer"));
    field.candidates.push_back(std::move(candidate));
  }
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
  TRY(auto prints, json::array_at(o, "prints"));
  for (const auto& print : *prints) {
    if (!print.is_string()) return fail(Code::field_wrong_type, {{"field", "prints"}}, "record");
    document.prints.emplace_back(print.get_string());
  }
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

Result<void> read_head(const object& o, Record& record) {
  TRY(record.id, string_at(o, "id"));
  TRY(record.creator, string_at(o, "creator"));
  TRY(auto created, string_at(o, "created"));
  TRY(record.created, parse_hybrid_time(created));
  record.pin = {json::string_or(o, "service"), json::string_or(o, "version")};
  record.round = static_cast<std::uint32_t>(json::integer_or(o, "round", 1));
  return {};
}

}  // namespace

std::string write_record(const Record& record) {
  object fields;
  for (const auto& [name, field] : record.fields) fields[name] = write_field(field);
  return json::write(object{{"id", record.id},
                            {"service", record.pin.service},
                            {"version", record.pin.version},
                            {"creator", record.creator},
                            {"created", to_text(record.created)},
                            {"round", record.round},
                            {"fields", std::move(fields)},
                            {"postings", write_all(record.postings, write_posting)},
                            {"documents", write_all(record.documents, write_document)},
                            {"milestones", write_all(record.milestones, write_milestone)},
                            {"waiting", array(record.waiting.begin(), record.waiting.end())}});
}

Result<Record> parse_record(std::string_view text) {
  constexpr std::size_t record_bytes_max = 4 << 20;
  TRY(auto o, json::parse_object(text, record_bytes_max));
  Record record;
  TRY_VOID(read_head(o, record));
  TRY(auto fields, json::object_at(o, "fields"));
  for (const auto& member : *fields) {
    TRY(auto field, json::object_at(*fields, member.key()));
    TRY(record.fields[std::string(member.key())], read_field(*field));
  }
  TRY(record.postings, read_all<Posting>(o, "postings", read_posting));
  TRY(record.documents, read_all<Document>(o, "documents", read_document));
  TRY(record.milestones, read_all<Milestone>(o, "milestones", read_milestone));
  TRY(auto waiting, json::array_at(o, "waiting"));
  for (const auto& each : *waiting) {
    if (!each.is_string()) return fail(Code::field_wrong_type, {{"field", "waiting"}}, "record");
    record.waiting.emplace_back(each.get_string());
  }
  return record;
}

}  // namespace karvan::model
