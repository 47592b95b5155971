#include <algorithm>

#include "storage/store/rows.h"
#include "storage/store/salvage.h"

namespace karvan::store {
namespace {

struct Cut {
  Head kept;
  std::optional<Head> next;
};

Result<std::optional<Cut>> cut_of(sqlite::Database& store, const std::string& epoch) {
  return first(store.query("SELECT epochs.epoch, last, epochs.hash, next_epoch, next_seq, next_hash FROM epochs "
                           "LEFT JOIN cuts ON cuts.epoch = id WHERE epochs.epoch = ?",
                           epoch),
               [](const auto& row) {
                 Cut cut{{row.text(0), static_cast<std::uint64_t>(row.integer(1)), digest_at(row, 2)}, {}};
                 if (!row.is_null(3))
                   cut.next = Head{row.text(3), static_cast<std::uint64_t>(row.integer(4)), digest_at(row, 5)};
                 return cut;
               });
}

}  // namespace

Result<std::vector<Gap>> gaps(sqlite::Database& store) {
  std::vector<Gap> found;
  // Two salvages may have lost of one epoch: together they are one gap.
  auto add = [&](Gap gap) {
    if (std::find(found.begin(), found.end(), gap) == found.end()) found.push_back(std::move(gap));
  };
  TRY(const auto all, salvages(Documents(store)));
  for (const auto& salvage : all)
    for (const auto& run : salvage.runs) {
      TRY(auto cut, cut_of(store, run.epoch));
      if (!cut) continue;
      const bool goes_on = cut->next && cut->next->epoch == run.epoch && cut->next->seq > cut->kept.seq;
      if (goes_on)
        add({std::move(cut->kept), std::move(*cut->next)});
      else if (run.to > cut->kept.seq)
        add({std::move(cut->kept), {run.epoch, run.to, {}}});
    }
  return found;
}

}  // namespace karvan::store
