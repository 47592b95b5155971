#include "sync/exchange/codec.h"
#include "sync/exchange/wire.h"

namespace karvan::exchange {
namespace {

void write_snapshot(const Snapshot& snapshot, std::string& text) {
  json::object o{{"at", snapshot.at}, {"id", snapshot.id}, {"bytes", snapshot.body.size()}};
  text += json::write(json::object{{"record", std::move(o)}}) + "\n" + snapshot.body + "\n";
}

Result<Snapshot> read_snapshot(const json::object& o, Lines& lines) {
  Snapshot snapshot;
  TRY(snapshot.at, count_at(o, "at"));
  TRY(snapshot.id, json::string_at(o, "id"));
  TRY(auto size, count_at(o, "bytes", document_bytes_max));
  TRY(auto body, lines.block(size));
  snapshot.body = body;
  return snapshot;
}

json::array write_refused(const std::vector<Refused>& refused) {
  json::array list;
  for (const auto& one : refused) list.push_back(json::object{{"after", write_point(one.after)}, {"code", one.code}});
  return list;
}

Result<std::vector<Refused>> read_refused(const json::object& header) {
  std::vector<Refused> refused;
  if (!header.contains("refused")) return refused;
  TRY(auto list, json::array_at(header, "refused"));
  if (list->size() > batches_max) return malformed("refused");
  for (const auto& value : *list) {
    const auto* o = value.if_object();
    if (o == nullptr || !o->contains("after")) return malformed("refused");
    Refused one;
    TRY(one.after, read_point(o->at("after")));
    TRY(one.code, name_at(*o, "code"));
    refused.push_back(std::move(one));
  }
  return refused;
}

Result<std::vector<SafeMark>> read_safe(const json::object& header) {
  std::vector<SafeMark> safe;
  if (!header.contains("safe")) return safe;
  TRY(auto list, json::array_at(header, "safe"));
  if (list->size() > epochs_max) return malformed("safe");
  for (const auto& value : *list) {
    const auto* pair = value.if_array();
    const bool sound = pair && pair->size() == 2 && (*pair)[0].is_string() && sound_name((*pair)[0].get_string()) &&
                       (*pair)[1].is_int64() && (*pair)[1].get_int64() >= 0;
    if (!sound) return malformed("safe");
    safe.push_back({std::string((*pair)[0].get_string()), static_cast<std::uint64_t>((*pair)[1].get_int64())});
  }
  return safe;
}

Result<std::optional<Records>> read_records(const json::object& header) {
  if (!header.contains("records")) return std::nullopt;
  TRY(auto o, json::object_at(header, "records"));
  Records records;
  TRY(records.at, count_at(*o, "at"));
  TRY(records.hash, read_digest(json::string_or(*o, "hash")));
  TRY(records.left, count_at(*o, "left"));
  return records;
}

Result<std::vector<Feed>> read_back(const json::object& header) {
  std::vector<Feed> feeds;
  if (!header.contains("back")) return feeds;
  TRY(auto list, json::array_at(header, "back"));
  if (list->size() > 3) return malformed("back");
  for (const auto& value : *list) {
    if (!value.is_string()) return malformed("back");
    TRY(auto feed, feed_named(value.get_string()));
    feeds.push_back(feed);
  }
  return feeds;
}

void write_cursors(std::string_view name, const std::optional<Cursors>& at, json::object& header) {
  if (!at) return;
  json::object o{{"at", write_positions(*at)}};
  write_marks(*at, "marks", o);
  header[name] = std::move(o);
}

Result<std::optional<Cursors>> read_cursors(const json::object& header, std::string_view name) {
  if (!header.contains(name)) return std::nullopt;
  TRY(auto o, json::object_at(header, name));
  Cursors at;
  TRY_VOID(read_positions(*o, "at", at));
  TRY_VOID(read_marks(*o, "marks", at));
  return at;
}

void write_header(const Answer& answer, json::object& header) {
  if (!answer.receipts.empty()) {
    json::array receipts;
    for (const auto& point : answer.receipts) receipts.push_back(write_point(point));
    header["receipts"] = std::move(receipts);
  }
  if (!answer.refused.empty()) header["refused"] = write_refused(answer.refused);
  if (!answer.safe.empty()) {
    json::array safe;
    for (const auto& mark : answer.safe) safe.push_back(json::array{mark.epoch, mark.seq});
    header["safe"] = std::move(safe);
  }
  if (answer.safe_at > 0) header["safe_at"] = answer.safe_at;
  if (!answer.lost.empty()) {
    json::array lost;
    for (const auto& point : answer.lost) lost.push_back(write_point(point));
    header["lost"] = std::move(lost);
  }
  if (const auto& records = answer.records)
    header["records"] =
        json::object{{"at", records->at}, {"hash", seal::to_hex(records->hash)}, {"left", records->left}};
  if (!answer.back.empty()) {
    json::array back;
    for (Feed feed : answer.back) back.push_back(json::value(name_of(feed)));
    header["back"] = std::move(back);
  }
  write_cursors("from", answer.from, header);
  write_cursors("to", answer.to, header);
  if (answer.more) header["more"] = true;
  if (answer.fork) header["fork"] = true;
  header["checkpoint"] = answer.checkpoint;
}

Result<void> read_header(const json::object& header, Answer& answer) {
  TRY(answer.receipts, read_points(header, "receipts"));
  TRY(answer.refused, read_refused(header));
  TRY(answer.safe, read_safe(header));
  if (header.contains("safe_at")) {
    TRY(answer.safe_at, count_at(header, "safe_at"));
  }
  TRY(answer.lost, read_points(header, "lost"));
  TRY(answer.records, read_records(header));
  TRY(answer.back, read_back(header));
  TRY(answer.from, read_cursors(header, "from"));
  TRY(answer.to, read_cursors(header, "to"));
  TRY(answer.checkpoint, json::string_at(header, "checkpoint"));
  answer.more = json::bool_or(header, "more");
  answer.fork = json::bool_or(header, "fork");
  return {};
}

Result<void> read_known(const Control& opening, Lines& lines, Answer& answer) {
  TRY(auto o, members(opening));
  if (opening.kind == "own") return read_own(*o, answer.entries);
  if (opening.kind == "entry") {
    if (answer.entries.size() == entries_max) return malformed("too many entries");
    TRY(auto entry, read_entry(*o, lines));
    answer.entries.push_back(std::move(entry));
  } else if (opening.kind == "record") {
    if (answer.snapshots.size() == snapshots_max) return malformed("too many records");
    TRY(auto snapshot, read_snapshot(*o, lines));
    answer.snapshots.push_back(std::move(snapshot));
  } else {
    TRY(auto document, read_document(*o, lines));
    answer.documents.push_back(std::move(document));
  }
  return {};
}

bool known_kind(std::string_view kind) {
  return kind == "own" || kind == "entry" || kind == "record" || kind == "document";
}

}  // namespace

std::string write_answer(const Answer& answer) {
  json::object header{{"karvan", answer.v}};
  write_header(answer, header);
  std::string text = json::write(header) + "\n";
  for (const auto& document : answer.documents) write_document(document, text);
  for (const auto& snapshot : answer.snapshots) write_snapshot(snapshot, text);
  write_entries(answer.entries, text);
  return text;
}

Result<Answer> parse_answer(std::string_view plain) {
  Lines lines(plain);
  TRY(auto first, header(lines));
  TRY_VOID(known_version(first));
  Answer answer;
  TRY_VOID(read_header(first, answer));
  while (!lines.done()) {
    TRY(auto opening, control(lines));
    if (known_kind(opening.kind)) {
      TRY_VOID(read_known(opening, lines, answer));
    } else {
      TRY_VOID(skip(opening, lines));
    }
  }
  return answer;
}

Result<Answer> decode_answer(std::string_view packed) {
  TRY(auto plain, unpack(packed));
  return parse_answer(plain);
}

}  // namespace karvan::exchange
