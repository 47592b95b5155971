#include "sync/central/reconcile/author.h"

#include "storage/model/op.h"
#include "storage/model/time_interval.h"
#include "storage/seal/hash.h"
#include "sync/central/reconcile/act.h"
#include "sync/central/store/applications.h"
#include "sync/central/store/records.h"
#include "sync/central/store/settled.h"

namespace karvan::central {

Result<void> OwnLog::start() {
  Inbox inbox(files_->inbox);
  TRY(auto epochs, inbox.epochs(centre_node));
  for (const auto& row : epochs)  // of some only single operations came back after a restore
    if (row.received.seq > 0) prior_ = row.received;
  if (prior_.seq > 0) {
    TRY(auto last, inbox.line({std::string(centre_node), prior_.epoch, prior_.seq}));
    if (!last) return fail(Code::database_damaged, {}, "the centre's own log");
    TRY(auto op, model::parse_op(last->line));
    clock_.observe(op.time, INT64_MAX);
  }
  end_ = {seal::to_hex(entropy_(8)), 0, prior_.hash};
  return {};
}

Result<bool> OwnLog::all_reconciled() {
  TRY(auto epochs, Inbox(files_->inbox).epochs(centre_node));
  for (const auto& row : epochs) {
    TRY(const bool settled, is_settled(*files_, row));
    if (!settled) return false;
  }
  return true;
}

void OwnLog::add(model::Op op, const model::HybridTime& after, std::int64_t now_ms, Verse& verse, Place& end) {
  op.id = {std::string(centre_node), end.epoch, ++end.seq};
  clock_.observe(after, model::observed_ms_max({}, now_ms));
  op.time = clock_.tick(now_ms);
  op.salt = seal::to_hex(entropy_(12));
  verse.lines.push_back(model::write_op(op));
  end.hash = seal::chain(end.hash, verse.lines.back());
  verse.hashes.push_back(end.hash);
}

Result<void> OwnLog::commit(const Verse& verse, const CommandRow* command, std::int64_t now_ms) {
  return in_transaction(files_->inbox, [&]() -> Result<void> {
    Inbox inbox(files_->inbox);
    TRY(auto stored, inbox.store(verse, now_ms));
    if (stored != Stored::fresh) return fail(Code::fork_noticed, {}, "the centre's own log");
    if (!command) return {};
    return Commands(files_->inbox).put(*command, now_ms, now_ms - command_life_ms);
  });
}

Result<bool> OwnLog::write_todos(const Reference& reference, std::int64_t now_ms, std::size_t limit) {
  TRY(bool clear, all_reconciled());
  if (!clear) return false;
  TRY(auto todos, Records(files_->records).todos(limit));
  if (todos.empty()) return false;
  Verse verse{std::string(centre_node), end_, prior_, {}, {}};
  Place end = end_;
  for (const auto& todo : todos) {
    model::Op op;
    op.actor = centre_node;
    op.of = todo.record;
    op.ref = reference.position();
    op.advance = todo.stage;
    add(std::move(op), todo.after, now_ms, verse, end);
  }
  TRY_VOID(commit(verse, nullptr, now_ms));
  end_ = end;
  return true;
}

Result<bool> OwnLog::write_lapses(const Reference& reference, const Sound& sound, std::int64_t now_ms,
                                  std::size_t limit) {
  TRY(auto lapsed, Applications(files_->records).lapsed(now_ms, limit));
  if (lapsed.empty()) return false;
  TRY(bool clear, all_reconciled());
  if (!clear) return false;
  Verse verse{std::string(centre_node), end_, prior_, {}, {}};
  Place end = end_;
  for (const auto& row : lapsed) {
    model::Op op;
    op.actor = centre_node;
    op.of = row.office + "/application/" + row.id;
    op.ref = reference.position();
    op.time.ms = now_ms;
    op.closed = model::Closed{row.lapse, {}};
    auto after = sound(op);
    if (after) add(std::move(op), *after, now_ms, verse, end);
  }
  if (verse.lines.empty()) return false;
  TRY_VOID(commit(verse, nullptr, now_ms));
  end_ = end;
  return true;
}

Result<model::OpId> OwnLog::write_act(model::Op op, CommandRow command, const model::HybridTime& after,
                                      std::int64_t now_ms) {
  Verse verse{std::string(centre_node), end_, prior_, {}, {}};
  Place end = end_;
  add(std::move(op), after, now_ms, verse, end);
  command.op = {std::string(centre_node), end.epoch, end.seq};
  TRY_VOID(commit(verse, &command, now_ms));
  end_ = end;
  return command.op;
}

}  // namespace karvan::central
