#pragma once
#include <gtest/gtest.h>

#include <map>
#include <stdexcept>
#include <string>

#include "node/counter/decide.h"
#include "storage/model/tracking.h"
#include "tests/unit/node/counter/plain_service.h"

namespace karvan::counter::samples {

inline constexpr std::int64_t noon = 1'795'262'400'000;  // 2026-11-21 12:00 UTC

// A bus with one service, a lease of ten receipts and one of ten certificates, an operator, a supervisor and a
// technician; it carries decisions out, so that one command may follow another. `changed` makes the service another.
class DeskWorld : public World {
 public:
  explicit DeskWorld(const Changed& changed = {}) {
    auto service = plain_service();
    if (changed) changed(service);
    catalogue::Manifest manifest{1, {{"domicile", {{{"v1", ""}}, ""}}}};
    auto loaded = catalogue::Catalogue::load(catalogue::write(manifest), {json::write(catalogue::write(service))},
                                             [](std::string_view) { return std::string("v1"); });
    if (!loaded) throw std::runtime_error(describe(loaded.error()));
    catalogue_ = std::move(*loaded);
    enrol("asma", rules::Role::operator_);
    enrol("bilal", rules::Role::supervisor);
    enrol("tariq", rules::Role::technician);
  }

  void enrol(const std::string& id, rules::Role role) {
    roster[id] = rules::Staff{id, "Name of " + id, role, "hash of " + id, {}, {}, {}, true};
  }
  By by(const std::string& staff = "asma") {
    const auto random = std::to_string(100'000'000 + ++ids_) + "-random";
    return {staff, std::string(rules::name_of(roster.at(staff).role)), "Desk 1", "digest of " + staff,
            model::make_id(noon, 7, random)};
  }

  template <class Command>
  Result<Decision> run(Command command) {
    auto decision = decide(*this, command);
    if (decision) carry_out(*decision);
    return decision;
  }
  template <class Command>
  Decision must(Command command) {
    auto decision = run(std::move(command));
    if (!decision) throw std::runtime_error(describe(decision.error()));
    return *decision;
  }

  // Through the counter itself: a draft with its name filled in; one filed; one paid for.
  std::string started(const std::string& name = "Ali Khan") {
    auto id = std::string(must(StartDraft{by(), "domicile"}).reply.at("draft").as_string());
    if (!name.empty()) must(ChangeDraft{by(), id, 1, {{"full_name", name}}});
    return id;
  }
  std::string filed() {
    auto id = started();
    must(FileDraft{by(), id, 2, ""});
    return id;
  }
  std::string paid_print() {
    auto id = filed();
    return std::string(must(TakePayment{by(), id, "cash", {50'000, "PKR"}, ""}).reply.at("print").as_string());
  }
  void report(const std::string& print, const std::string& outcome) {
    must(PrintReported{By{.fresh = by().fresh}, print, outcome, "job-1", "[]"});
  }

  const Site& site() const override { return site_; }
  std::int64_t now_ms() const override { return now; }
  form::Context when() const override { return {"2026-11-21", "2026-11-21T12:00:00.000Z"}; }
  const catalogue::Catalogue& catalogue() const override { return catalogue_; }
  const rules::Staff* staff(std::string_view id) const override {
    auto found = roster.find(id);
    return found == roster.end() ? nullptr : &found->second;
  }
  int pin_tries(std::string_view id) const override {
    auto found = tries.find(id);
    return found == tries.end() ? 0 : found->second;
  }
  const Seat* seat(std::string_view digest) const override {
    auto found = seats.find(digest);
    return found == seats.end() ? nullptr : &found->second;
  }
  Result<const Draft*> draft(std::string_view id) const override {
    auto found = drafts.find(id);
    if (found == drafts.end()) return fail(Code::unknown_draft);
    return &found->second;
  }
  Result<Application> application(std::string_view id) const override {
    auto found = records.find(record_id(*this, "application", id));
    if (found == records.end()) return fail(Code::unknown_application);
    return Application{std::string(id), found->second, catalogue_.version("domicile", "v1")};
  }
  Result<Application> bearer(const model::Serial& serial) const override {
    for (const auto& [id, record] : records)
      for (const auto& document : record.documents)
        if (document.serial == serial && document.state != "void") return application(model::parse_record_id(id)->id);
    return fail(Code::not_found);
  }
  Result<model::Record> record(const std::string& id) const override {
    auto found = records.find(id);
    return found == records.end() ? model::Record{} : found->second;
  }
  std::vector<ShiftBook> open_shifts() const override {
    std::vector<ShiftBook> open;
    for (const auto& [id, shift] : shifts)
      if (shift.closed_ms == 0) open.push_back(shift);
    return open;
  }
  std::optional<ShiftBook> shift(std::string_view id) const override {
    auto found = shifts.find(id);
    return found == shifts.end() ? std::nullopt : std::optional(found->second);
  }
  std::size_t open_drafts() const override { return drafts.size(); }
  Result<DaySheet> day_sheet() const override {
    return DaySheet{{"2026-11-21", std::string(64, 'd'), "— bus-01 signature"}, "karvan/day/v1\n", "", "e1/9 00", 300};
  }
  bool has_day_sheet(std::string_view date) const override { return sheets.contains(date); }
  const Capture* capture(std::string_view id) const override {
    auto found = captures.find(id);
    return found == captures.end() ? nullptr : &found->second;
  }
  const Capture* capture_of(std::string_view of, std::string_view question) const override {
    auto found = newest_captures.find({std::string(of), std::string(question)});
    return found == newest_captures.end() ? nullptr : capture(found->second);
  }
  std::string device_for(std::string_view family, std::string_view) const override {
    auto found = devices.find(family);
    return found == devices.end() ? "" : found->second;
  }
  Result<Print> print(std::string_view id) const override {
    auto found = prints.find(id);
    if (found == prints.end()) return fail(Code::unknown_print);
    return found->second;
  }
  std::string language_of(std::string_view id) const override {
    auto found = languages.find(id);
    return found == languages.end() ? "" : found->second;
  }
  std::optional<std::string> open_shift(std::string_view staff, std::string_view seat) const override {
    for (const auto& [id, shift] : shifts)
      if (shift.closed_ms == 0 && shift.staff == staff && shift.seat == seat) return id;
    return std::nullopt;
  }
  Result<model::Serial> next_number(std::string_view kind) const override {
    if (kind == certificates.kind && next_certificate <= certificates.last)
      return model::Serial{certificates.kind, next_certificate};
    if (kind != lease.kind || next > lease.last) return fail(Code::no_lease_left, {{"kind", std::string(kind)}});
    return model::Serial{lease.kind, next};
  }
  std::optional<rules::Lease> lease_of(const model::Serial& serial) const override {
    if (rules::contains(certificates, serial)) return certificates;
    return rules::contains(lease, serial) ? std::optional(lease) : std::nullopt;
  }
  std::optional<Code> money_stopped() const override { return stopped; }
  bool epoch_code_right(std::string_view code) const override { return code == "4471-0032-8856"; }

  std::optional<Code> stopped;
  std::int64_t now = noon;
  std::map<std::string, rules::Staff, std::less<>> roster;
  std::map<std::string, int, std::less<>> tries;
  std::map<std::string, Seat, std::less<>> seats;
  std::map<std::string, Draft, std::less<>> drafts;
  std::map<std::string, model::Record, std::less<>> records;
  std::map<std::string, Print, std::less<>> prints;
  std::map<std::string, std::string, std::less<>> languages, sheets;
  std::map<std::string, std::string, std::less<>> devices;  // family -> id
  std::map<std::string, Capture, std::less<>> captures;
  std::map<std::pair<std::string, std::string>, std::string> newest_captures;  // (of, question) -> id
  std::map<std::string, model::Attached, std::less<>> kept;                    // by hash
  std::map<std::string, ShiftBook, std::less<>> shifts;
  rules::Lease lease{"l1", "bus-01", "receipt", 7001, 7010, noon, noon + 1'000'000'000};
  std::int64_t next = 7001;
  rules::Lease certificates{"l2", "bus-01", "domicile", 501, 510, noon, noon + 1'000'000'000};
  std::int64_t next_certificate = 501;

 private:
  void carry_out(const Decision& decision) {
    for (auto op : decision.ops) {
      op.id = {site_.node, "e1", ++seq_};
      op.time = {now, static_cast<std::uint32_t>(seq_)};
      if (op.issue) (op.issue->kind == certificates.kind ? next_certificate : next) = op.issue->number + 1;
      add_up(op);
      records[op.of] = model::apply(records[op.of], op, {});
    }
    for (const auto& change : decision.changes) std::visit([this](const auto& one) { keep(one); }, change);
    for (const auto& effect : decision.effects)
      if (const auto* send = std::get_if<SendPrint>(&effect)) keep(SavePrint{send->print});
  }
  void add_up(const model::Op& op) {
    auto record = model::parse_record_id(op.of);
    const bool own = record->kind == "shift";
    if (!own && (!op.post || op.post->shift.empty())) return;
    auto& shift = shifts[own ? record->id : op.post->shift];
    if (op.set.contains("staff"))
      shift = {.id = record->id, .staff = op.set.at("staff"), .seat = op.set.at("seat"), .opened_ms = now};
    if (op.advance == "closed") shift.closed_ms = now;
    if (!op.post) return;
    const auto minor = op.post->amount.minor;
    if (op.post->kind == "float") shift.opening_float = minor, shift.currency = op.post->amount.currency;
    if (op.post->kind == "payment") shift.received += minor;
    if (op.post->kind == "refund") shift.refunded += minor;
    if (op.post->kind == "remittance") shift.remitted += minor;
    if (op.post->kind == "count") shift.counted = minor;
  }
  void keep(const KeepAttachment& c) { kept[c.attached.hash] = c.attached; }
  void keep(const PutCapture& c) {
    const auto& one = c.capture;
    const bool fresh = captures.insert_or_assign(one.id, one).second;
    if (fresh) newest_captures[{one.draft.empty() ? one.application : one.draft, one.question}] = one.id;
  }
  void keep(const KeepSheet& c) { sheets[c.date] = c.note; }
  void keep(const SaveDraft& c) { drafts.insert_or_assign(c.draft.id, c.draft); }
  void keep(const DropDraft& c) { drafts.erase(c.draft); }
  void keep(const SavePrint& c) { prints.insert_or_assign(c.print.id, c.print); }
  void keep(const KeepLanguage& c) { languages[c.application] = c.language; }
  void keep(const CountTries& c) { tries[c.staff] = c.tries; }
  void keep(const PutSeat& c) { seats[c.seat.digest] = c.seat; }
  void keep(const OpenEpoch&) { stopped.reset(); }
  void keep(const DropSeat& c) { seats.erase(c.digest); }

  Site site_{"bus-01", "lahore", "Raiwind bazaar"};
  catalogue::Catalogue catalogue_;
  std::uint64_t seq_ = 0, ids_ = 0;
};

template <class T>
Code code_of(const Result<T>& result) {
  return result ? Code::internal : result.error().code;
}

}  // namespace karvan::counter::samples
