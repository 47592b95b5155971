#include <algorithm>

#include "node/core/projection.h"
#include "node/core/rows.h"
#include "storage/model/tracking.h"
#include "storage/search/fold.h"
#include "sync/rules/closing.h"
#include "sync/rules/due.h"
#include "sync/rules/judge.h"
#include "sync/rules/matters.h"

// Records as the node shows them, and what lists and search know of them.
namespace karvan::core {
namespace {

bool stands_as_written(const store::LogLine& line) { return line.entry == 0 && !line.erased; }

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

void add_words(const std::string& text, std::vector<std::string>& words) {
  for (auto& word : search::fold_words(text)) words.push_back(std::move(word));
}

void add_number(search::Kind kind, const std::string& text, std::size_t letters_min, search::Terms& terms) {
  if (!search::asks_number(text) || search::fold_number(text).size() < letters_min) return;
  if (const auto key = search::number_key(kind, text)) terms.numbers.push_back(*key);
}

search::Terms document_terms(const model::Record& record) {
  search::Terms terms;
  for (const auto& document : record.documents)
    add_number(search::Kind::document, std::to_string(document.serial.number), 1, terms);
  return terms;
}

// By what a form's answers let an application be found: whom it is about, whose child or wife, and their numbers.
void add_terms(const catalogue::Service& service, const form::Answers& answers, search::Terms& terms) {
  constexpr std::size_t identity_letters_min = 5, phone_letters_min = 6;
  std::string title;  // a name may be asked for in several questions
  for (const auto& question : service.form.questions()) {
    const auto answer = answers.find(question.name);
    if (answer == answers.end() || answer->second.empty()) continue;
    const bool identity = question.personal == "identity" && question.type != form::Type::date;
    if (identity) add_number(search::Kind::identity, answer->second, identity_letters_min, terms);
    if (question.personal == "contact") add_number(search::Kind::phone, answer->second, phone_letters_min, terms);
    const bool number = identity && search::asks_number(answer->second);
    if (question.summary && !number) title.append(answer->second).append(" ");
    if (!question.summary && question.personal == "name") add_words(answer->second, terms.kin);
  }
  add_words(title, terms.own);
  for (auto& part : search::fold_parts(title))
    if (std::find(terms.own.begin(), terms.own.end(), part) == terms.own.end()) terms.kin.push_back(std::move(part));
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
  TRY(const auto settled, store_.records().settled(id));
  TRY(const auto pending, store_.log().pending(id));
  if (settled) {
    TRY(auto record, known_.read(id, settled->body));
    return guess_on(*this, std::move(record), pending);
  }
  const bool plain = std::all_of(pending.begin(), pending.end(), stands_as_written);
  return plain ? known_.fold(id, pending) : guess_on(*this, {}, pending);
}

Result<model::Record> guess_on(const Book& book, model::Record record, const std::vector<store::LogLine>& pending) {
  // Operations that have met nobody else's stand as they were checked when they were written.
  const bool alone = record.creator.empty();
  for (const auto& line : pending) {
    if (line.erased) continue;
    TRY(auto op, model::parse_op(line.line));
    const bool waits = line.fate == model::Fate::waiting || line.fate == model::Fate::parked;
    // P15: what the centre has not taken is shown as it was written, beside that it waits, and why.
    if (line.entry == 0 || waits) {
      const auto verdict = alone ? model::Verdict{} : rules::guess(record, op, book.context_of(record, op));
      record = model::apply(std::move(record), op, verdict);
    }
    if (line.entry == 0) continue;
    model::Verdict told;  // by the centre: no guess
    told.op = line.fate;
    told.reason = line.reason;
    record = model::apply(std::move(record), op, told);
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
    listed.review = !rules::matters_of(record).empty();
    listed.terms = document_terms(record);
    if (service) {
      const auto answers = rules::answers_of(record);
      summary.title = service->summary(answers);
      add_terms(*service, answers, listed.terms);
      summary.due_ms = rules::next_due_ms(record, *service);
    }
  }
  if (id.kind == "shift") {
    auto creator = model::parse_op_id(record.creator);
    summary.service = creator ? creator->node : "";
    summary.title = write_holder(value_of(record, "staff"), value_of(record, "seat"));
    if (record.reached(rules::stage::closed)) summary.state = "closed";
  }
  return listed;
}

Result<void> Book::summarise(const model::Record& record) {
  TRY(auto id, model::parse_record_id(record.id));
  const auto listed = listed_of(*this, id, record);
  TRY_VOID(erase_old_keys(record));
  return store::put_listed(store_.database(), listed);
}

}  // namespace karvan::core
