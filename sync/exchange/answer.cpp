#include <array>

#include "sync/exchange/codec.h"
#include "sync/exchange/wire.h"

namespace karvan::exchange {
namespace {

constexpr auto feeds = std::to_array<std::string_view>({"office", "node", "reference"});

// The node's own operations need no content; neighbours that are plainly applied share one line.
std::size_t own_run(const std::vector<Entry>& entries, std::size_t from) {
  const Entry& first = entries[from];
  std::size_t count = 1;
  if (first.verdict != model::Verdict{}) return count;
  while (from + count < entries.size()) {
    const Entry& next = entries[from + count];
    bool neighbour = next.own() && next.epoch == first.epoch && next.seq == first.seq + count &&
                     next.at == first.at + count && next.verdict == first.verdict;
    if (!neighbour) break;
    ++count;
  }
  return count;
}

void write_own(const Entry& first, std::size_t count, std::string& text) {
  std::string verdict = model::write_verdict(first.verdict);
  json::object o{{"at", first.at}, {"epoch", first.epoch}, {"seq", first.seq}};
  if (count > 1) o["count"] = count;
  if (verdict != "{}") o["verdict"] = verdict;
  text += json::write(json::object{{"own", std::move(o)}}) + "\n";
}

void write_entries(const std::vector<Entry>& entries, std::string& text) {
  for (std::size_t i = 0; i < entries.size();) {
    const Entry& entry = entries[i];
    if (entry.own()) {
      std::size_t count = own_run(entries, i);
      write_own(entry, count, text);
      i += count;
      continue;
    }
    json::object o{{"at", entry.at}};
    std::string verdict = model::write_verdict(entry.verdict);
    if (verdict != "{}") o["verdict"] = verdict;
    text += json::write(json::object{{"entry", std::move(o)}}) + "\n" + entry.line + "\n";
    ++i;
  }
}

void write_document(const Document& document, std::string& text) {
  json::object o{{"feed", feeds.at(static_cast<std::size_t>(document.feed))},
                 {"at", document.at},
                 {"kind", document.kind},
                 {"name", document.name},
                 {"bytes", document.body.size()}};
  if (!document.base.empty()) o["base"] = document.base;
  text += json::write(json::object{{"document", std::move(o)}}) + "\n" + document.body + "\n";
}

Result<model::Verdict> read_verdict(const json::object& o) {
  return model::parse_verdict(json::string_or(o, "verdict", "{}"));
}

Result<void> read_own(const json::object& o, std::vector<Entry>& entries) {
  Entry entry;
  TRY(entry.at, count_at(o, "at"));
  TRY(entry.epoch, name_at(o, "epoch"));
  TRY(entry.seq, count_at(o, "seq"));
  TRY(entry.verdict, read_verdict(o));
  std::uint64_t count = 1;
  if (o.contains("count")) {
    TRY(count, count_at(o, "count", entries_max));
  }
  if (entries.size() + count > entries_max || entry.seq > INT64_MAX - count || entry.at > INT64_MAX - count)
    return malformed("too many entries");
  for (; count > 0; --count) {
    entries.push_back(entry);
    ++entry.at;
    ++entry.seq;
  }
  return {};
}

Result<void> read_entry(const json::object& o, Lines& lines, std::vector<Entry>& entries) {
  Entry entry;
  TRY(entry.at, count_at(o, "at"));
  TRY(entry.verdict, read_verdict(o));
  TRY(auto line, lines.line());
  entry.line = line;
  if (line.empty() || entries.size() == entries_max) return malformed("entry");
  entries.push_back(std::move(entry));
  return {};
}

Result<Feed> read_feed(const json::object& o) {
  TRY(auto name, json::string_at(o, "feed"));
  for (std::size_t i = 0; i < feeds.size(); ++i)
    if (feeds[i] == name) return static_cast<Feed>(i);
  return malformed("feed");
}

Result<Document> read_document(const json::object& o, Lines& lines) {
  Document document;
  TRY(document.feed, read_feed(o));
  TRY(document.at, count_at(o, "at"));
  TRY(document.kind, json::string_at(o, "kind"));
  TRY(document.name, json::string_at(o, "name"));
  document.base = json::string_or(o, "base");
  TRY(auto size, count_at(o, "bytes", document_bytes_max));
  TRY(auto body, lines.block(size));
  document.body = body;
  return document;
}

Result<void> read_part(Lines& lines, Answer& answer) {
  TRY(auto opening, control(lines));
  if (opening.contains("own")) {
    TRY(auto o, json::object_at(opening, "own"));
    return read_own(*o, answer.entries);
  }
  if (opening.contains("entry")) {
    TRY(auto o, json::object_at(opening, "entry"));
    return read_entry(*o, lines, answer.entries);
  }
  TRY(auto o, json::object_at(opening, "document"));
  TRY(auto document, read_document(*o, lines));
  answer.documents.push_back(std::move(document));
  return {};
}

}  // namespace

std::string write_answer(const Answer& answer) {
  json::object header{{"karvan", answer.v}};
  if (!answer.receipts.empty()) {
    json::array receipts;
    for (const auto& point : answer.receipts) receipts.push_back(write_point(point));
    header["receipts"] = std::move(receipts);
  }
  if (answer.more) header["more"] = true;
  if (answer.fork) header["fork"] = true;
  header["checkpoint"] = answer.checkpoint;
  std::string text = json::write(header) + "\n";
  write_entries(answer.entries, text);
  for (const auto& document : answer.documents) write_document(document, text);
  return text;
}

Result<Answer> parse_answer(std::string_view plain) {
  Lines lines(plain);
  TRY(auto header, control(lines));
  TRY_VOID(known_version(header));
  Answer answer;
  TRY(answer.receipts, read_points(header, "receipts"));
  TRY(answer.checkpoint, json::string_at(header, "checkpoint"));
  answer.more = json::bool_or(header, "more");
  answer.fork = json::bool_or(header, "fork");
  while (!lines.done()) TRY_VOID(read_part(lines, answer));
  return answer;
}

Result<Answer> decode_answer(std::string_view packed) {
  TRY(auto plain, unpack(packed));
  return parse_answer(plain);
}

}  // namespace karvan::exchange
