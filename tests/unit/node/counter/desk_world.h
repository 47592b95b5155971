#pragma once
#include <gtest/gtest.h>

#include <map>
#include <stdexcept>
#include <string>

#include "node/counter/decide.h"
#include "storage/model/tracking.h"
#include "tests/unit/sync/rules/sample_service.h"

namespace karvan::counter::samples {

inline constexpr std::int64_t noon = 1'795'262'400'000;  // 2026-11-21 12:00 UTC

// A bus with one service, a lease of ten receipts, an operator, a supervisor and a technician; it carries decisions
// out, so that one command may follow another.
class DeskWorld : public World {
 public:
  DeskWorld() {
    auto service = rules::samples::service();
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
  Result<Print> print(std::string_view id) const override {
    auto found = prints.find(id);
    if (found == prints.end()) return fail(Code::unknown_print);
    return found->second;
  }
  std::string language_of(std::string_view id) const override {
    auto found = languages.find(id);
    return found == languages.end() ? "" : found->second;
  }
  std::optional<std::string> open_shift(std::string_view staff, std::string_view) const override {
    auto found = shifts.find(staff);
    return found == shifts.end() ? std::nullopt : std::optional(found->second);
  }
  Result<model::Serial> next_number(std::string_view kind) const override {
    if (kind != lease.kind || next > lease.last) return fail(Code::no_lease_left, {{"kind", std::string(kind)}});
    return model::Serial{lease.kind, next};
  }
  std::optional<rules::Lease> lease_of(const model::Serial& serial) const override {
    return rules::contains(lease, serial) ? std::optional(lease) : std::nullopt;
  }

  std::int64_t now = noon;
  std::map<std::string, rules::Staff, std::less<>> roster;
  std::map<std::string, int, std::less<>> tries;
  std::map<std::string, Seat, std::less<>> seats;
  std::map<std::string, Draft, std::less<>> drafts;
  std::map<std::string, model::Record, std::less<>> records;
  std::map<std::string, Print, std::less<>> prints;
  std::map<std::string, std::string, std::less<>> languages, shifts;
  rules::Lease lease{"l1", "bus-01", "receipt", 7001, 7010, noon, noon + 1'000'000'000};
  std::int64_t next = 7001;

 private:
  void carry_out(const Decision& decision) {
    for (auto op : decision.ops) {
      op.id = {site_.node, "e1", ++seq_};
      op.time = {now, 0};
      if (op.issue) next = op.issue->number + 1;
      if (auto id = model::parse_record_id(op.of); id->kind == "shift") shifts[op.actor] = id->id;
      records[op.of] = model::apply(records[op.of], op, {});
    }
    for (const auto& change : decision.changes) std::visit([this](const auto& one) { keep(one); }, change);
    for (const auto& effect : decision.effects)
      if (const auto* send = std::get_if<SendPrint>(&effect)) keep(SavePrint{send->print});
  }
  void keep(const SaveDraft& c) { drafts.insert_or_assign(c.draft.id, c.draft); }
  void keep(const DropDraft& c) { drafts.erase(c.draft); }
  void keep(const SavePrint& c) { prints.insert_or_assign(c.print.id, c.print); }
  void keep(const KeepLanguage& c) { languages[c.application] = c.language; }
  void keep(const CountTries& c) { tries[c.staff] = c.tries; }
  void keep(const PutSeat& c) { seats[c.seat.digest] = c.seat; }
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
