#include "sync/central/store/settled.h"

#include "sync/central/store/records.h"

namespace karvan::central {

Result<bool> is_settled(Files& files, const EpochRow& epoch) {
  TRY(const auto cursor, Records(files.records).cursor(epoch.node, epoch.epoch));
  return cursor >= epoch.received.seq;
}

}  // namespace karvan::central
