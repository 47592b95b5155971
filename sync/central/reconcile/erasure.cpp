#include "sync/central/reconcile/erasure.h"

#include <algorithm>
#include <array>

#include "sync/central/store/erasures.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/nodes.h"
#include "sync/central/store/records.h"
#include "sync/exchange/parts.h"

namespace karvan::central {
namespace {

constexpr std::string_view no_salt = "00";  // with it the digest would tell what was said
// Records that say nothing of a citizen, and from which day sheets are computed.
constexpr auto no_citizens = std::to_array<std::string_view>({"shift", "visit", "lease", "conflict"});

void blank(model::Shown& shown) { shown = {shown.role, shown.number, shown.what, shown.how, {}, {}, {}}; }

void blank_claims(model::Op& op) {
  op.over.clear();
  for (auto& [field, value] : op.set) value.clear();
  op.add.clear();
  op.remove.clear();
  if (op.returned) op.returned->reason.clear();
  if (op.resolve) op.resolve = model::Resolved{op.resolve->field, {}, {}, {}, {}};
  if (op.closed) op.closed->reason.clear();
  if (op.settled) op.settled->reason.clear();
}

bool says(const model::Field& field, const std::string& writer) {
  auto by_them = [&](const auto& said) { return said.writer == writer; };
  auto any = [&](const auto& list) { return std::any_of(list.begin(), list.end(), by_them); };
  return field.writer == writer || any(field.candidates) || any(field.replaced) || any(field.earlier) ||
         any(field.members);
}

// What the form made of the answers is told with the verdict, in the record's feed and in its author's.
Result<void> forget_values(Files& files, const model::OpId& op) {
  TRY(auto told, told_of(files, op));
  const auto id = model::parse_record_id(told ? told->op.of : "");
  if (!id) return {};
  Feeds feeds(files.records);
  TRY_VOID(feeds.forget_values(id->office, told->op.of, op));
  TRY(auto author, Nodes(files.inbox).get(op.node));
  if (!author || author->office == id->office) return {};
  return feeds.forget_values(author->office, told->op.of, op);
}

}  // namespace

model::Op bare(model::Op op) {
  op.salt = no_salt;
  auto record = model::parse_record_id(op.of);
  if (record && std::find(no_citizens.begin(), no_citizens.end(), record->kind) != no_citizens.end()) return op;
  blank_claims(op);
  if (op.post) op.post->reason.clear();
  if (op.voided) op.voided->reason.clear();
  for (auto& attached : op.attach) attached.exception.clear();
  for (auto& shown : op.shown) blank(shown);
  if (op.decided) op.decided = model::Decided{op.decided->outcome, {}, {}};
  if (op.handed_over) op.handed_over = model::HandedOver{op.handed_over->serial, {}, {}, {}};
  op.note.clear();
  return op;
}

model::Erase with_answers(const model::Record& record, model::Erase order) {
  for (const auto& [name, field] : record.fields)
    if (says(field, order.of)) order.fields.push_back(name);
  for (const auto& resolution : record.resolutions) {
    const auto& [act, writer, actor, time] = resolution.resolved;
    const bool known = std::find(order.fields.begin(), order.fields.end(), act.field) != order.fields.end();
    if ((act.chosen == order.of || writer == order.of) && !known) order.fields.push_back(act.field);
  }
  return order;
}

Result<std::optional<Code>> erasure_fault(Files& files, const model::Op& order) {
  auto target = model::parse_op_id(order.erase->of);
  if (!target) return Code::malformed;
  TRY(auto id, model::parse_record_id(order.of));
  TRY(auto entry, Feeds(files.records).first_of(id.office, order.of, *target));
  if (!entry) return Code::not_found;
  TRY(bool parked, Records(files.records).is_parked(*target));
  return parked ? std::optional(Code::chain_gap) : std::nullopt;
}

Result<void> order_erasure(Files& files, const model::Op& order) {
  TRY(auto target, model::parse_op_id(order.erase->of));
  TRY(auto line, Inbox(files.inbox).line(target));
  ErasureRow row{target, order.id, order.actor, order.erase->reason, {}, false};
  if (line) {
    if (auto op = model::parse_op(line->line)) row.shell = model::write_op(bare(std::move(*op)));
  }
  return Erasures(files.records).put(row);
}

Result<std::optional<Told>> told_of(Files& files, const model::OpId& id) {
  std::optional<Told> told;
  TRY(auto line, Inbox(files.inbox).line(id));
  if (!line) return told;
  const bool erased = exchange::erased_of(line->line).has_value();
  auto text = std::move(line->line);
  if (erased) {
    TRY(auto row, Erasures(files.records).get(id));
    text = row ? std::move(row->shell) : "";
  }
  if (auto op = model::parse_op(text)) told = Told{std::move(*op), erased};
  return told;
}

Result<bool> erase_due(Files& files, std::size_t limit) {
  TRY(auto due, Erasures(files.records).due(limit));
  if (due.empty()) return false;
  TRY_VOID(in_transaction(files.inbox, [&]() -> Result<void> {
    for (const auto& op : due) TRY_VOID(Inbox(files.inbox).erase(op));
    return {};
  }));
  TRY_VOID(in_transaction(files.records, [&]() -> Result<void> {
    for (const auto& op : due) {
      TRY_VOID(forget_values(files, op));
      TRY_VOID(Erasures(files.records).gone(op));
    }
    return {};
  }));
  return true;
}

}  // namespace karvan::central
