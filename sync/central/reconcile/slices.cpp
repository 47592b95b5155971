#include "sync/central/reconcile/guard.h"
#include "sync/central/reconcile/reconcile.h"
#include "sync/central/reconcile/settle.h"

// An epoch slice by slice: while one is settled, the next is read.
namespace karvan::central {
namespace {

// Of the first one of a turn nothing was met before.
Result<void> read_first(Slice& slice, const Node& node, Met& met, const Spread& spread) {
  auto& [lines, readings, done] = slice;
  readings.resize(lines.size());
  spread(lines.size(), [&](std::size_t i) { readings[i] = read(lines[i]); }, nothing_aside);
  for (const auto& reading : readings) {
    if (!reading || !reading->op.pin) continue;
    TRY_VOID(met.service(*reading->op.pin));
    TRY_VOID(met.person(node, reading->op));
  }
  spread(lines.size(), [&](std::size_t i) { foresee(node, lines[i], met, readings[i]); }, nothing_aside);
  done = true;
  return {};
}

}  // namespace

// A few of its slices, each in a transaction of its own; `slices` counts those that stand, also where a later one
// fails.
Result<void> Reconciler::settle_epoch(const EpochRow& row, std::uint64_t cursor, std::size_t& slices) {
  Nodes nodes(files_->inbox);
  TRY(auto node, nodes.get(row.node));
  if (!node) return {};
  Met met(*files_, reference_);
  Slice now, next;  // each read into what was settled before
  TRY(now.lines, Inbox(files_->inbox).lines(row.node, row.epoch, cursor + 1, slice_ops));
  auto ready = caught([&] { return read_first(now, *node, met, spread_); });
  if (!ready && of_the_store(ready.error().code)) return tl::unexpected<Error>(ready.error());
  for (std::size_t turn = 1; !now.lines.empty(); std::swap(now, next), ++turn) {
    // Others revoke a box, or say which of two it is, at any time.
    TRY(node, nodes.get(row.node));
    if (!node) return {};
    next.lines.clear();
    if (turn < slices_in_turn && now.lines.size() == slice_ops) {
      TRY(next.lines, Inbox(files_->inbox).lines(row.node, row.epoch, now.lines.back().seq + 1, slice_ops));
    }
    TRY_VOID(settle_beside(*node, now, next, met));
    ++slices;
  }
  return {};
}

// Settles a slice while another is read; where that fails, it is left for another turn.
Result<void> Reconciler::settle_beside(const Node& node, Slice& now, Slice& next, Met& met) {
  Result<void> settled;
  bool begun = false;
  auto settle = [&] {
    begun = true;
    settled = caught([&] { return settle_slice(node, now, met); });
  };
  const Met known = met;
  auto ready = caught([&]() -> Result<void> {
    next.readings.resize(next.lines.size());
    auto read_one = [&](std::size_t i) {
      next.readings[i] = read(next.lines[i]);
      foresee(node, next.lines[i], known, next.readings[i]);
    };
    spread_(next.lines.size(), read_one, settle);
    return {};
  });
  if (!begun) settle();
  next.read = ready.has_value();
  if (!ready) next.lines.clear();
  return settled;
}

// All together; where one of them cannot be taken so, all of it is undone, and each is taken for itself.
Result<void> Reconciler::settle_slice(const Node& node, const Slice& slice, Met& met) {
  auto together = [&]() -> Result<void> {
    Settler settler(*files_, reference_, met, spread_);
    for (std::size_t i = 0; i < slice.lines.size(); ++i)
      TRY_VOID(settler.take(node, slice.lines[i], slice.readings[i]));
    return settler.finish();
  };
  if (slice.read) {
    auto taken = in_transaction(files_->records, [&] { return caught(together); });
    if (taken || of_the_store(taken.error().code)) return taken;
  }
  return in_transaction(files_->records, [&]() -> Result<void> {
    for (const auto& line : slice.lines) TRY_VOID(settle_alone(node, line, met));
    return {};
  });
}

// What the rules cannot take is parked; a store that fails is no fault of the operation.
Result<void> Reconciler::settle_alone(const Node& node, const InboxLine& line, Met& met) {
  auto taken = guarded(files_->records, [&]() -> Result<void> {
    Settler settler(*files_, reference_, met);
    TRY_VOID(settler.take(node, line, read(line)));
    return settler.finish();
  });
  if (taken || of_the_store(taken.error().code)) return taken;
  Settler settler(*files_, reference_, met);
  TRY_VOID(settler.park_alone(node, line, taken.error().code));
  return settler.finish();
}

}  // namespace karvan::central
