#include "node/api/salvages.h"

#include <algorithm>

#include "node/api/standing.h"
#include "node/core/acknowledged.h"

namespace karvan::api {
namespace {

bool lacks(const salvage::Report& salvage, std::string_view table) {
  return std::any_of(salvage.tables.begin(), salvage.tables.end(),
                     [&](const auto& rows) { return rows.table == table; });
}

// What is missing since a damaged database was set aside, in the page's terms.
json::object write_missing(const salvage::Report& salvage) {
  std::uint64_t missing = 0, there = 0;
  bool uncertain = false;
  for (const auto& run : salvage.runs) {
    uncertain |= run.to == 0;
    const auto end = std::max(run.to, run.from - 1);
    missing += end + 1 - run.from;
    there += std::min(end, std::max(run.received, run.from - 1)) + 1 - run.from;
  }
  const bool others = std::any_of(salvage.tables.begin(), salvage.tables.end(),
                                  [](const auto& rows) { return rows.table != "drafts" && rows.table != "epochs"; });
  return {{"id", salvage.id},
          {"at", salvage.at_ms},
          {"file", salvage.file},
          {"operations_missing", missing},
          {"operations_at_centre", there},
          {"operations_stranded", salvage.stranded},
          {"uncertain", uncertain},
          {"drafts_missing", lacks(salvage, "drafts")},
          {"others_missing", others},
          {"numbers_returned", salvage.numbers_doubtful}};
}

}  // namespace

Result<json::array> write_salvages(core::Book& book, Salvages which) {
  TRY(const auto past, core::past_salvages(book.store().documents()));
  json::array list;
  for (const auto& [salvage, acknowledged] : past) {
    if (acknowledged && which == Salvages::open) continue;
    auto o = write_missing(salvage);
    o["acknowledged"] = nullptr;
    if (acknowledged)
      o["acknowledged"] = json::object{{"by", name_of_staff(book, acknowledged->staff)},
                                       {"at", acknowledged->at_ms},
                                       {"reason", acknowledged->reason}};
    list.push_back(std::move(o));
  }
  return list;
}

}  // namespace karvan::api
