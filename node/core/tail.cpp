#include <algorithm>
#include <charconv>

#include "node/core/book.h"
#include "storage/seal/hash.h"

// What the centre has signed to this box, kept until it is safe there, and handed back where it was lost.
namespace karvan::core {
namespace {

constexpr std::string_view said_kind = "said", due_kind = "hand_back";  // of store::Documents
constexpr std::size_t said_max = 4'096;
constexpr std::size_t handed_bytes_max = 1 << 20;  // of one request

// In the order of positions.
std::string said_id(const std::string& centre_epoch, std::uint64_t at) {
  auto digits = std::to_string(at);
  return centre_epoch + "/" + std::string(20 - std::min<std::size_t>(20, digits.size()), '0') + digits;
}

// "NOTE'S BYTES\nNOTE" and what was said.
exchange::Tail tail_of(const store::StoredDocument& row) {
  std::size_t note = 0;
  const auto start = row.bytes.find('\n') + 1;
  std::from_chars(row.bytes.data(), row.bytes.data() + row.bytes.size(), note);
  return {std::string(said_kind), row.bytes.substr(start, note), row.bytes.substr(start + note)};
}

}  // namespace

Result<void> Book::keep_said(const exchange::Received& received) {
  const auto& entries = received.answer.entries;
  if (received.checkpoint.said == seal::Digest{} || entries.empty()) return {};
  const auto said = exchange::said_in(entries, options_.centre.name);
  if (seal::sha256(said) != received.checkpoint.said) return fail(Code::signature_wrong, {}, "what was said");
  const auto at = entries.back().at;
  const auto& note = received.answer.checkpoint;
  return store_.documents().put({std::string(said_kind), said_id(received.checkpoint.centre_epoch, at),
                                 std::to_string(note.size()) + "\n" + note + said, at});
}

Result<void> Book::forget_said(const std::string& centre_epoch, std::uint64_t up_to) {
  auto documents = store_.documents();
  TRY(auto kept, documents.list(said_kind, said_max));
  for (const auto& row : kept) {
    const bool covered = row.id.starts_with(centre_epoch + "/") && row.position <= up_to;
    if (covered) TRY_VOID(documents.remove(said_kind, row.id));
  }
  return {};
}

Result<void> Book::note_restored() { return store_.documents().put({std::string(due_kind), "after", {}, 0}); }

// In order of their names, from after the last that was handed back.
Result<Book::HandBack> Book::to_hand_back() const {
  HandBack back;
  TRY(auto due, store_.documents().get(due_kind, "after"));
  if (!due) return back;
  std::map<std::string, exchange::Tail> all;
  TRY(auto fleet, store_.documents().get("fleet", "current"));
  if (fleet) all["fleet"] = {"fleet", fleet->bytes, {}};
  TRY(auto leases, store_.leases().list());
  for (auto& lease : leases) all["lease/" + lease.id] = {"lease", std::move(lease.note), {}};
  TRY(auto said, store_.documents().list(said_kind, said_max));
  for (const auto& row : said) all["said/" + row.id] = tail_of(row);
  std::size_t bytes = 0;
  for (auto next = all.upper_bound(due->bytes); next != all.end(); ++next) {
    bytes += next->second.note.size() + next->second.body.size();
    const bool full = back.tail.size() == exchange::tails_max || (bytes > handed_bytes_max && !back.tail.empty());
    back.due = true;
    if (full) return back;
    back.last = next->first;
    back.tail.push_back(std::move(next->second));
  }
  back.whole = true;
  back.due = true;
  return back;
}

// What was said in the life before is said again in this one.
Result<void> Book::handed_back(const HandBack& back, const std::string& centre_epoch) {
  auto documents = store_.documents();
  if (!back.whole) return documents.put({std::string(due_kind), "after", back.last, 0});
  TRY(auto kept, documents.list(said_kind, said_max));
  for (const auto& row : kept) {
    if (!row.id.starts_with(centre_epoch + "/")) TRY_VOID(documents.remove(said_kind, row.id));
  }
  return documents.remove(due_kind, "after");
}

Result<void> Book::lose(const exchange::Point& point) {
  if (point.seq > 0) {
    TRY(auto line, store_.log().line(point.epoch, point.seq));
    if (!line || line->hash != point.hash) return note_fork(point.epoch);
  }
  TRY_VOID(store_.log().rewind(point.epoch, point.seq));
  return load_unsent();
}

}  // namespace karvan::core
