#include "sync/exchange/wire.h"

// Entries and documents, as answers carry them.
namespace karvan::exchange {
namespace {

// A verdict of a newer version concerns its own record only.
void read_verdict(const json::object& o, Entry& entry) {
  auto verdict = model::parse_verdict(json::string_or(o, "verdict", "{}"));
  if (verdict) {
    entry.verdict = std::move(*verdict);
  } else {
    entry.unread = verdict.error().code;
  }
}

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

void write_entry(const Entry& entry, std::string& text) {
  json::object o{{"at", entry.at}};
  std::string verdict = model::write_verdict(entry.verdict);
  if (verdict != "{}") o["verdict"] = verdict;
  o["lines"] = 1;
  text += json::write(json::object{{"entry", std::move(o)}}) + "\n" + entry.line + "\n";
}

}  // namespace

void write_entries(const std::vector<Entry>& entries, std::string& text) {
  for (std::size_t i = 0; i < entries.size();) {
    const std::size_t count = entries[i].own() ? own_run(entries, i) : 1;
    if (entries[i].own())
      write_own(entries[i], count, text);
    else
      write_entry(entries[i], text);
    i += count;
  }
}

Result<void> read_own(const json::object& o, std::vector<Entry>& entries) {
  Entry entry;
  TRY(entry.at, count_at(o, "at"));
  TRY(entry.epoch, name_at(o, "epoch"));
  TRY(entry.seq, count_at(o, "seq"));
  read_verdict(o, entry);
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

Result<Entry> read_entry(const json::object& o, Lines& lines) {
  Entry entry;
  TRY(entry.at, count_at(o, "at"));
  read_verdict(o, entry);
  TRY(auto count, count_at(o, "lines", 1));
  if (count != 1) return malformed("entry");
  TRY(auto line, lines.line());
  entry.line = line;
  if (line.empty()) return malformed("entry");
  return entry;
}

void write_document(const Document& document, std::string& text) {
  json::object o{{"feed", name_of(document.feed)},
                 {"at", document.at},
                 {"kind", document.kind},
                 {"name", document.name},
                 {"bytes", document.body.size()}};
  if (!document.base.empty()) o["base"] = document.base;
  if (document.of > 0) o["part"] = json::array{document.from, document.of};
  text += json::write(json::object{{"document", std::move(o)}}) + "\n" + document.body + "\n";
}

Result<Document> read_document(const json::object& o, Lines& lines) {
  Document document;
  TRY(auto feed, json::string_at(o, "feed"));
  TRY(document.feed, feed_named(feed));
  TRY(document.at, count_at(o, "at"));
  TRY(document.kind, json::string_at(o, "kind"));
  TRY(document.name, json::string_at(o, "name"));
  document.base = json::string_or(o, "base");
  TRY(auto size, count_at(o, "bytes", document_bytes_max));
  TRY(auto body, lines.block(size));
  document.body = body;
  if (!o.contains("part")) return document;
  TRY(auto part, json::array_at(o, "part"));
  const bool sound = part->size() == 2 && (*part)[0].is_int64() && (*part)[0].get_int64() >= 0 &&
                     (*part)[1].is_int64() && (*part)[1].get_int64() > 0;
  if (!sound) return malformed("part");
  document.from = static_cast<std::uint64_t>((*part)[0].get_int64());
  document.of = static_cast<std::uint64_t>((*part)[1].get_int64());
  if (document.of > document_bytes_max || document.from + size > document.of) return malformed("part");
  return document;
}

}  // namespace karvan::exchange
