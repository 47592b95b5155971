#include "storage/salvage/report.h"

#include <algorithm>

#include "storage/model/json.h"
#include "storage/store/rows.h"

namespace karvan::salvage {
namespace {

struct Cut {
  store::Head kept;
  std::optional<store::Head> next;
};

Result<std::optional<Cut>> cut_of(sqlite::Database& database, const std::string& epoch) {
  return store::first(
      database.query("SELECT epochs.epoch, last, epochs.hash, next_epoch, next_seq, next_hash FROM epochs "
                     "LEFT JOIN cuts ON cuts.epoch = id WHERE epochs.epoch = ?",
                     epoch),
      [](const auto& row) {
        Cut cut{{row.text(0), static_cast<std::uint64_t>(row.integer(1)), store::digest_at(row, 2)}, {}};
        if (!row.is_null(3))
          cut.next = store::Head{row.text(3), static_cast<std::uint64_t>(row.integer(4)), store::digest_at(row, 5)};
        return cut;
      });
}

std::uint64_t number_at(const json::object& o, std::string_view key) {
  return static_cast<std::uint64_t>(json::integer_or(o, key));
}

Result<Report> read(const store::StoredDocument& document) {
  TRY(const auto o, json::parse_object(document.bytes));
  Report found;
  found.id = document.id;
  found.file = json::string_or(o, "file");
  found.at_ms = json::integer_or(o, "at_ms");
  found.operations = number_at(o, "operations");
  found.stranded = number_at(o, "stranded");
  found.numbers_doubtful = json::bool_or(o, "numbers_doubtful");
  TRY(const auto* runs, json::array_at(o, "runs"));
  for (const auto& one : *runs)
    if (const auto* run = one.if_object())
      found.runs.push_back({json::string_or(*run, "epoch"), number_at(*run, "from"), number_at(*run, "to"),
                            number_at(*run, "received")});
  TRY(const auto* lost, json::array_at(o, "tables"));
  for (const auto& one : *lost)
    if (const auto* table = one.if_object())
      found.tables.push_back({json::string_or(*table, "table"), number_at(*table, "kept"), true});
  return found;
}

}  // namespace

std::string write(const Report& found) {
  json::array runs, lost;
  for (const auto& run : found.runs)
    runs.push_back(json::object{{"epoch", run.epoch}, {"from", run.from}, {"to", run.to}, {"received", run.received}});
  for (const auto& table : found.tables) lost.push_back(json::object{{"table", table.table}, {"kept", table.kept}});
  return json::write(json::object{{"file", found.file},
                                  {"at_ms", found.at_ms},
                                  {"operations", found.operations},
                                  {"stranded", found.stranded},
                                  {"runs", std::move(runs)},
                                  {"tables", std::move(lost)},
                                  {"numbers_doubtful", found.numbers_doubtful}});
}

Result<std::vector<Report>> reports(store::Documents documents) {
  TRY(const auto kept, documents.list(report_kind));
  std::vector<Report> found;
  for (const auto& document : kept) {
    if (document.id == doubtful_numbers || document.id == lost_leases) continue;
    TRY(auto one, read(document));
    found.push_back(std::move(one));
  }
  return found;
}

Result<std::vector<Gap>> gaps(sqlite::Database& database) {
  std::vector<Gap> found;
  // Two salvages may have lost of one epoch: together they are one gap.
  auto add = [&](Gap gap) {
    if (std::find(found.begin(), found.end(), gap) == found.end()) found.push_back(std::move(gap));
  };
  TRY(const auto all, reports(store::Documents(database)));
  for (const auto& report : all)
    for (const auto& run : report.runs) {
      TRY(auto cut, cut_of(database, run.epoch));
      if (!cut) continue;
      const bool goes_on = cut->next && cut->next->epoch == run.epoch && cut->next->seq > cut->kept.seq;
      if (goes_on)
        add({std::move(cut->kept), std::move(*cut->next)});
      else if (run.to > cut->kept.seq)
        add({std::move(cut->kept), {run.epoch, run.to, {}}});
    }
  return found;
}

}  // namespace karvan::salvage
