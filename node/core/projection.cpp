#include <algorithm>

#include "node/core/projection.h"
#include "node/core/rows.h"
#include "storage/model/tracking.h"
#include "sync/rules/closing.h"
#include "sync/rules/due.h"
#include "sync/rules/judge.h"
#include "sync/rules/matters.h"

// Records as the node shows them, and what lists and search know of them.
namespace karvan::core {
namespace {

Result<model::Record> settled_of(store::Store& store, const std::string& record) {
  TRY(auto settled, store.records().settled(record));
  if (!settled) return model::Record{};
  return model::parse_record(settled->body);
}

std::string value_of(const model::Record& record, const std::string& field) {
  auto found = record.fields.find(field);
  return found == record.fields.end() ? "" : found->second.value;
}

// How an application ended; "open" until then.
std::string state_of(const model::Record& record, const catalogue::Service* service) {
  const auto ending = rules::closing_of(record, service);
  return ending ? ending->how : "open";
}

// Of the documents that stand.
std::vector<model::Serial> serials_of(const model::Record& record) {
  std::vector<model::Serial> serials;
  for (const auto& document : record.documents)
    if (document.state != "void") serials.push_back(document.serial);
  return serials;
}

}  // namespace

rules::Context Book::context_of(const model::Record& record, const model::Op& op) const {
  rules::Context context;
  const auto& pin = op.pin ? *op.pin : record.pin;
  context.service = catalogue_.version(pin.service, pin.version);
  context.actor = staff(op.actor);
  if (op.issue)
    for (const auto& lease : leases_)
      if (rules::contains(lease, *op.issue)) context.lease = &lease;
  const int offset = options_.utc_offset_minutes;
  const auto of = model::parse_record_id(op.of);
  context.form = {rules::civil_date(op.time.ms, offset), civil_time(op.time.ms, offset), of ? of->id : ""};
  context.now_ms = latest_ms();
  context.certain = time_certain();
  return context;
}

Result<model::Record> Book::best_guess(const std::string& id) const {
  TRY(auto record, settled_of(store_, id));
  TRY(auto pending, store_.log().pending(id));
  return guess_on(*this, std::move(record), pending);
}

Result<model::Record> guess_on(const Book& book, model::Record record, const std::vector<store::LogLine>& pending) {
  // Operations that have met nobody else's stand as they were checked when they were written.
  const bool alone = record.creator.empty();
  for (const auto& line : pending) {
    if (line.erased) continue;
    TRY(auto op, model::parse_op(line.line));
    // What the centre has already said about it is no guess.
    auto verdict = line.entry == 0 && !alone ? rules::guess(record, op, book.context_of(record, op)) : model::Verdict{};
    if (line.entry != 0) verdict.op = line.fate, verdict.reason = line.reason;
    record = model::apply(std::move(record), op, verdict);
  }
  return record;
}

store::Listed listed_of(const Book& book, const model::RecordId& id, const model::Record& record) {
  store::Listed listed;
  auto& summary = listed.summary;
  summary.id = record.id;
  summary.office = id.office;
  summary.kind = id.kind;
  summary.service = record.pin.service;
  summary.state = "open";
  summary.updated_ms = book.now_ms();
  if (!record.milestones.empty()) summary.stage = record.milestones.back().stage;
  if (id.kind == "application") {
    summary.tracking = model::tracking_of(id.id);
    listed.serials = serials_of(record);
    const auto* service = book.catalogue().version(record.pin.service, record.pin.version);
    summary.state = state_of(record, service);
    if (service) {
      summary.title = service->summary(rules::answers_of(record));
      summary.due_ms = rules::next_due_ms(record, *service);
    }
  }
  if (id.kind == "shift") {
    auto creator = model::parse_op_id(record.creator);
    summary.service = creator ? creator->node : "";
    summary.title = write_holder(value_of(record, "staff"), value_of(record, "seat"));
    if (record.reached(rules::stage::closed)) summary.state = "closed";
  }
  listed.keys = search_words(summary.title);
  if (!summary.tracking.empty()) listed.keys.push_back(search_key(summary.tracking));
  if (id.kind == "application" && !rules::matters_of(record).empty()) listed.keys.emplace_back(review_key);
  for (const auto& document : record.documents) listed.keys.push_back(std::to_string(document.serial.number));
  return listed;
}

Result<void> Book::summarise(const model::Record& record) {
  TRY(auto id, model::parse_record_id(record.id));
  const auto listed = listed_of(*this, id, record);
  TRY_VOID(erase_old_keys(record));
  TRY_VOID(store_.records().put_summary(listed.summary));
  if (listed.summary.kind == "application") TRY_VOID(store_.records().put_serials(record.id, listed.serials));
  return store_.records().put_keys(record.id, listed.keys);
}

}  // namespace karvan::core
