#include "node/core/taking.h"

#include "storage/model/json.h"

namespace karvan::core {
namespace {

constexpr std::string_view taking_kind = "take", taking_id = "office";  // of store::Documents

Result<exchange::Take> read_next(std::string_view bytes) {
  TRY(auto o, json::parse_object(bytes));
  exchange::Take next;
  TRY(const auto at, json::integer_at(o, "at"));
  TRY(next.from.hash, json::string_at(o, "mark"));
  TRY(next.after, json::string_at(o, "after"));
  next.from.at = static_cast<std::uint64_t>(at);
  return next;
}

Result<std::optional<Taking>> kept_taking(Book& book) {
  TRY(auto kept, book.store().documents().get(taking_kind, taking_id));
  if (!kept) return std::nullopt;
  auto next = read_next(kept->bytes);
  return next ? std::optional(Taking{std::move(*next), kept->position}) : std::nullopt;
}

}  // namespace

Result<std::optional<Taking>> go_on_taking(Book& book, const exchange::Answer& answer) {
  auto documents = book.store().documents();
  if (!answer.records || answer.records->left == 0) {
    TRY_VOID(documents.remove(taking_kind, taking_id));
    return std::nullopt;
  }
  TRY(auto taking, kept_taking(book));
  if (!taking) taking.emplace();
  if (answer.snapshots.empty()) return taking;  // documents filled the answer
  taking->taken += answer.snapshots.size();
  taking->next = {{answer.records->at, exchange::mark_of(answer.records->hash)}, answer.snapshots.back().id};
  const auto& [from, after] = taking->next;
  const json::object next{{"at", from.at}, {"mark", from.hash}, {"after", after}};
  TRY_VOID(documents.put({std::string(taking_kind), std::string(taking_id), json::write(next), taking->taken}));
  return taking;
}

Result<std::optional<exchange::Take>> take_due(Book& book, bool fresh) {
  TRY(auto taking, kept_taking(book));
  if (taking) return std::move(taking->next);
  if (!fresh) return std::nullopt;
  TRY(auto written, book.store().log().newest(1));
  return written.empty() ? std::optional(exchange::Take{}) : std::nullopt;
}

}  // namespace karvan::core
