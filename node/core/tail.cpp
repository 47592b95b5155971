#include "node/core/tail.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "storage/seal/hash.h"
#include "sync/exchange/said.h"
#include "sync/rules/judge.h"

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

// The lines, those of `gone` (OpId texts) as their digests alone where they hold no fact: what the centre signed is a
// chain over these.
std::string without_gone(std::string_view lines, const std::set<std::string>& gone) {
  std::string left;
  while (!lines.empty()) {
    const auto line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const auto op = model::parse_op(line);
    const bool goes = op && gone.contains(model::to_text(op->id)) && !rules::any_fact(*op);
    left += goes ? exchange::write_erased({op->id.seq, seal::sha256(line)}) : std::string(line);
    left += '\n';
  }
  return left;
}

}  // namespace

Result<void> keep_said(store::Documents documents, std::string_view centre, const exchange::Received& received) {
  const auto& entries = received.answer.entries;
  if (received.checkpoint.said == seal::Digest{} || entries.empty()) return {};
  auto said = exchange::said_in(entries, centre);
  if (exchange::digest_of_said(said) != received.checkpoint.said)
    return fail(Code::signature_wrong, {}, "what was said");
  TRY(const auto rows, documents.list(unsaid_kind));
  std::set<std::string> gone;
  for (const auto& row : rows) gone.insert(row.id);
  if (!gone.empty()) said = without_gone(said, gone);
  const auto at = entries.back().at;
  return documents.put({std::string(said_kind), said_id(received.checkpoint.centre_epoch, at),
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

Result<void> forget_said(store::Documents documents, const std::string& centre_epoch, std::uint64_t up_to) {
  return drop_said(documents,
                   [&](const auto& row) { return row.id.starts_with(centre_epoch + "/") && row.position <= up_to; });
}

Result<void> note_restored(store::Documents documents) {
  return documents.put({std::string(due_kind), "after", {}, 0});
}

// In order of their names: fleet, leases, what was said.
Result<HandBack> to_hand_back(store::Store& store, std::size_t bytes_max, const std::optional<std::string>& place) {
  HandBack back;
  TRY(auto due, store.documents().get(due_kind, "after"));
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
  TRY(auto fleet, store.documents().get("fleet", "current"));
  if (fleet) few["fleet"] = {"fleet", fleet->bytes, {}};
  TRY(auto leases, store.leases().list());
  for (auto& lease : leases) few["lease/" + lease.id] = {"lease", std::move(lease.note), {}};
  for (auto next = few.upper_bound(from); next != few.end(); ++next)
    if (!fits(next->first, std::move(next->second))) return back;
  auto after = from.starts_with(said_prefix) ? from.substr(said_prefix.size()) : "";
  for (bool more = true; more;) {
    TRY(auto rows, store.documents().list_after(said_kind, after, said_at_once));
    for (const auto& row : rows)
      if (!fits(std::string(said_prefix) + row.id, tail_of(row))) return back;
    more = rows.size() == said_at_once;
    if (more) after = rows.back().id;
  }
  back.whole = true;
  return back;
}

// What was said in the life before is said again in this one.
Result<void> handed_back(store::Documents documents, const HandBack& back, const std::string& centre_epoch) {
  if (!back.whole) return documents.put({std::string(due_kind), "after", back.last, 0});
  TRY_VOID(drop_said(documents, [&](const auto& row) { return !row.id.starts_with(centre_epoch + "/"); }));
  return documents.remove(due_kind, "after");
}

}  // namespace karvan::core
