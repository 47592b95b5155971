#include "node/core/tail.h"

#include <algorithm>
#include <charconv>

#include "node/core/book.h"
#include "node/core/places.h"
#include "storage/seal/hash.h"
#include "sync/exchange/gone.h"
#include "sync/exchange/said.h"

// What the centre has signed to this box, kept until it is safe there, and handed back where it was lost.
namespace karvan::core {
namespace {

constexpr std::string_view said_kind = "said", due_kind = "hand_back";  // of store::Documents
constexpr std::string_view unsaid_kind = "unsaid";                      // the same: what was ordered away, by OpId text
constexpr std::string_view said_prefix = "said/";
constexpr std::size_t said_at_once = 256;

// In the order of positions.
std::string said_id(const std::string& centre_epoch, std::uint64_t at) {
  auto digits = std::to_string(at);
  return centre_epoch + "/" + std::string(20 - std::min<std::size_t>(20, digits.size()), '0') + digits;
}

// "NOTE'S BYTES\nNOTE" and what was said.
std::string said_row(std::string_view note, std::string_view said) {
  return (std::to_string(note.size()) + "\n").append(note).append(said);
}

exchange::Tail tail_of(const store::StoredDocument& row) {
  std::size_t note = 0;
  const auto start = row.bytes.find('\n') + 1;
  std::from_chars(row.bytes.data(), row.bytes.data() + row.bytes.size(), note);
  return {std::string(said_kind), row.bytes.substr(start, note), row.bytes.substr(start + note)};
}

// `act` on each row gives a Result<void>.
template <class Act>
Result<void> each_said(store::Documents documents, Act act) {
  std::string after;
  for (bool more = true; more;) {
    TRY(auto rows, documents.list_after(said_kind, after, said_at_once));
    for (const auto& row : rows) TRY_VOID(act(row));
    more = rows.size() == said_at_once;
    if (more) after = rows.back().id;
  }
  return {};
}

template <class Goes>
Result<void> drop_said(store::Documents documents, Goes goes) {
  return each_said(documents,
                   [&](const auto& row) { return goes(row) ? documents.remove(said_kind, row.id) : Result<void>{}; });
}

// The lines, those of `gone` (OpId texts) as their digests alone: what the centre signed is a chain over these.
std::string without_gone(std::string_view lines, const std::set<std::string>& gone) {
  std::string left;
  while (!lines.empty()) {
    const auto line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const auto op = model::parse_op(line);
    const bool goes = op && gone.contains(model::to_text(op->id));
    left += goes ? exchange::write_erased({op->id.seq, seal::sha256(line)}) : std::string(line);
    left += '\n';
  }
  return left;
}

}  // namespace

Result<void> Book::keep_said(const exchange::Received& received) {
  const auto& entries = received.answer.entries;
  if (received.checkpoint.said == seal::Digest{} || entries.empty()) return {};
  auto said = exchange::said_in(entries, options_.centre.name);
  if (exchange::digest_of_said(said) != received.checkpoint.said)
    return fail(Code::signature_wrong, {}, "what was said");
  TRY(const auto rows, store_.documents().list(unsaid_kind));
  std::set<std::string> gone;
  for (const auto& row : rows) gone.insert(row.id);
  if (!gone.empty()) said = without_gone(said, gone);
  const auto at = entries.back().at;
  return store_.documents().put({std::string(said_kind), said_id(received.checkpoint.centre_epoch, at),
                                 said_row(received.answer.checkpoint, said), at});
}

// An answer that is on its way may bring it again.
Result<void> unsay(store::Documents documents, const model::OpId& op) {
  const std::set<std::string> gone{model::to_text(op)};
  TRY_VOID(documents.put({std::string(unsaid_kind), *gone.begin(), {}, 0}));
  return each_said(documents, [&](const auto& row) -> Result<void> {
    const auto tail = tail_of(row);
    auto left = without_gone(tail.body, gone);
    return left == tail.body ? Result<void>{}
                             : documents.put({row.kind, row.id, said_row(tail.note, left), row.position});
  });
}

Result<void> Book::forget_said(const std::string& centre_epoch, std::uint64_t up_to) {
  return drop_said(store_.documents(),
                   [&](const auto& row) { return row.id.starts_with(centre_epoch + "/") && row.position <= up_to; });
}

Result<void> Book::note_restored() { return store_.documents().put({std::string(due_kind), "after", {}, 0}); }

// In order of their names: fleet, leases, what was said.
Result<Book::HandBack> Book::to_hand_back(std::size_t bytes_max, const std::optional<std::string>& place) const {
  HandBack back;
  TRY(auto due, store_.documents().get(due_kind, "after"));
  if (!due) return back;
  back.due = true;
  const auto& from = place ? *place : due->bytes;
  std::size_t bytes = 0;
  auto fits = [&](std::string name, exchange::Tail tail) {
    bytes += tail.note.size() + tail.body.size();
    if (back.tail.size() == exchange::tails_max || (bytes > bytes_max && !back.tail.empty())) return false;
    back.last = std::move(name);
    back.tail.push_back(std::move(tail));
    return true;
  };
  std::map<std::string, exchange::Tail> few;
  TRY(auto fleet, store_.documents().get("fleet", "current"));
  if (fleet) few["fleet"] = {"fleet", fleet->bytes, {}};
  TRY(auto leases, store_.leases().list());
  for (auto& lease : leases) few["lease/" + lease.id] = {"lease", std::move(lease.note), {}};
  for (auto next = few.upper_bound(from); next != few.end(); ++next)
    if (!fits(next->first, std::move(next->second))) return back;
  auto after = from.starts_with(said_prefix) ? from.substr(said_prefix.size()) : "";
  for (bool more = true; more;) {
    TRY(auto rows, store_.documents().list_after(said_kind, after, said_at_once));
    for (const auto& row : rows)
      if (!fits(std::string(said_prefix) + row.id, tail_of(row))) return back;
    more = rows.size() == said_at_once;
    if (more) after = rows.back().id;
  }
  back.whole = true;
  return back;
}

// What was said in the life before is said again in this one.
Result<void> Book::handed_back(const HandBack& back, const std::string& centre_epoch) {
  auto documents = store_.documents();
  if (!back.whole) return documents.put({std::string(due_kind), "after", back.last, 0});
  TRY_VOID(drop_said(documents, [&](const auto& row) { return !row.id.starts_with(centre_epoch + "/"); }));
  return documents.remove(due_kind, "after");
}

Result<std::string> Book::gone(std::uint64_t turn) const {
  TRY(const auto gaps, store::gaps(store_.database()));
  if (gaps.empty()) return std::string();
  TRY(const bool unsettled, store_.log().any_unsettled());
  if (!unsettled) return std::string();
  exchange::Gone gone{options_.site.node, {}};
  const auto once = std::min(gaps.size(), exchange::gaps_max), turns = (gaps.size() + once - 1) / once;
  const auto older = gaps.size() - once;
  const auto from = older - std::min<std::uint64_t>(older, turn % turns * once);
  for (auto i = from; i < from + once; ++i) gone.gaps.push_back({point_of(gaps[i].kept), point_of(gaps[i].next)});
  return seal::sign_note(exchange::write_gone(gone), options_.key);
}

// Where this box has lost the place: what it has of that epoch.
Result<std::optional<store::Gap>> Book::gap_before(const exchange::Point& point) const {
  TRY(auto gaps, store::gaps(store_.database()));
  for (auto& gap : gaps) {
    const bool lost = gap.kept.epoch == point.epoch && point.seq > gap.kept.seq && point.seq <= gap.next.seq;
    if (lost) return std::move(gap);
  }
  return std::nullopt;
}

Result<void> Book::lose(const exchange::Point& point) {
  if (point.seq > 0) {
    TRY(auto line, store_.log().line(point.epoch, point.seq));
    if (!line || line->hash != point.hash) {
      TRY(const auto gap, gap_before(point));
      return gap ? Result<void>{} : note_fork(point.epoch);  // nobody can send it again
    }
  }
  TRY_VOID(store_.log().rewind(point.epoch, point.seq));
  return load_unsent();
}

}  // namespace karvan::core
