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
  explicit DeskWorld(const Changed& changed = {});
  ~DeskWorld() override;

  void enrol(const std::string& id, rules::Role role);
  By by(const std::string& staff = "asma");

  template <class Command>
  Result<Decision> run(Command command) {
    return carried_out(decide(*this, command));
  }
  // Throws where the command is refused.
  template <class Command>
  Decision must(Command command) {
    return allowed(run(std::move(command)));
  }

  // Through the counter itself: a draft with its name filled in; one filed; one paid for.
  std::string started(const std::string& name = "Ali Khan");
  std::string filed();
  std::string paid_print();
  void report(const std::string& print, const std::string& outcome);

  const Site& site() const override { return site_; }
  std::int64_t now_ms() const override { return now; }
  form::Context when() const override;
  const catalogue::Catalogue& catalogue() const override { return catalogue_; }
  const rules::Staff* staff(std::string_view id) const override;
  int pin_tries(std::string_view id) const override;
  const Seat* seat(std::string_view digest) const override;
  Result<const Draft*> draft(std::string_view id) const override;
  Result<Application> application(std::string_view id) const override;
  Result<Application> bearer(const model::Serial& serial) const override;
  Result<model::Record> record(const std::string& id) const override;
  std::vector<ShiftBook> open_shifts() const override;
  std::optional<ShiftBook> shift(std::string_view id) const override;
  std::size_t open_drafts() const override { return drafts.size(); }
  Result<DaySheet> day_sheet() const override;
  bool has_day_sheet(std::string_view date) const override { return sheets.contains(date); }
  const Capture* capture(std::string_view id) const override;
  const Capture* capture_of(std::string_view of, std::string_view question) const override;
  std::string device_for(std::string_view family, std::string_view) const override;
  Result<Print> print(std::string_view id) const override;
  std::string language_of(std::string_view id) const override;
  std::optional<std::string> open_shift(std::string_view staff, std::string_view seat) const override;
  Result<model::Serial> next_number(std::string_view kind) const override;
  std::optional<rules::Lease> lease_of(const model::Serial& serial) const override;
  std::optional<Code> money_stopped() const override { return stopped; }
  bool epoch_code_right(std::string_view code) const override { return code == "4471-0032-8856"; }
  bool is_salvage_open(std::string_view salvage) const override { return salvage == damaged; }

  std::optional<Code> stopped;
  std::string damaged;  // a salvage that nobody has read of
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
  Result<Decision> carried_out(Result<Decision> decision);
  static Decision allowed(Result<Decision> decision);
  void carry_out(const Decision& decision);
  void add_up(const model::Op& op);
  void keep(const KeepAttachment& c);
  void keep(const PutCapture& c);
  void keep(const KeepSheet& c);
  void keep(const SaveDraft& c);
  void keep(const DropDraft& c);
  void keep(const SavePrint& c);
  void keep(const KeepLanguage& c);
  void keep(const CountTries& c);
  void keep(const PutSeat& c);
  void keep(const OpenEpoch& c);
  void keep(const DropSeat& c);
  void keep(const KeepAcknowledgement& c);

  Site site_{"bus-01", "lahore", "Raiwind bazaar"};
  catalogue::Catalogue catalogue_;
  std::uint64_t seq_ = 0, ids_ = 0;
};

template <class T>
Code code_of(const Result<T>& result) {
  return result ? Code::internal : result.error().code;
}

}  // namespace karvan::counter::samples
