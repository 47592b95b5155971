#include "node/core/acknowledged.h"

#include <algorithm>

#include "node/core/book.h"
#include "storage/model/json.h"

namespace karvan::core {
namespace {

constexpr std::string_view acknowledged_kind = "salvage_acknowledged";  // by the salvage's id

Result<std::optional<Acknowledged>> find(store::Documents& documents, std::string_view salvage) {
  TRY(const auto kept, documents.get(acknowledged_kind, salvage));
  if (!kept) return std::nullopt;
  TRY(const auto o, json::parse_object(kept->bytes));
  return Acknowledged{json::string_or(o, "staff"), json::integer_or(o, "at_ms"), json::string_or(o, "reason")};
}

}  // namespace

Result<std::vector<PastSalvage>> past_salvages(store::Documents documents) {
  TRY(auto reports, salvage::reports(documents));
  std::vector<PastSalvage> past;
  for (auto& report : reports) {
    TRY(auto acknowledged, find(documents, report.id));
    past.push_back({std::move(report), std::move(acknowledged)});
  }
  return past;
}

Result<void> acknowledge(store::Documents documents, std::string_view salvage, const Acknowledged& by) {
  TRY(const auto before, find(documents, salvage));
  if (before) return {};
  const json::object said{{"staff", by.staff}, {"at_ms", by.at_ms}, {"reason", by.reason}};
  return documents.put({std::string(acknowledged_kind), std::string(salvage), json::write(said), 0});
}

bool Book::is_salvage_open(std::string_view salvage) const {
  const auto past = past_salvages(store_.documents());
  return past && std::any_of(past->begin(), past->end(),
                             [&](const auto& one) { return one.report.id == salvage && !one.acknowledged; });
}

Result<void> Book::write_one(const counter::KeepAcknowledgement& change) {
  return acknowledge(store_.documents(), change.salvage, {change.staff, now_ms_, change.reason});
}

}  // namespace karvan::core
