#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "node/core/counted.h"
#include "node/core/devices.h"
#include "node/core/known.h"
#include "node/core/letters.h"
#include "node/core/options.h"
#include "node/core/shifts.h"
#include "node/core/unsent.h"
#include "node/counter/decision.h"
#include "storage/model/hybrid_time.h"
#include "storage/model/time_interval.h"
#include "storage/seal/entropy.h"
#include "storage/seal/note.h"
#include "storage/store/store.h"
#include "sync/exchange/exchange.h"

namespace karvan::core {

// The node's memory as the counter sees it: the store, and caches that may be dropped at any time. All writes happen
// inside the store's transaction; a cache follows only what has been written in it. Core thread only.
class Book : public counter::World {
 public:
  Book(store::Store store, Options options, seal::Entropy entropy);

  // Reads anew what is cached: at start, and after anything that made it untrue. Services that cannot be read are no
  // error (see `catalogue_fault`): the desk goes on with the rest.
  Result<void> load();
  // P1: forgets all that a commit of unknown outcome may have made untrue. Seats stay: nothing durable is in them.
  void drop_caches();
  // A drain begins: nothing that was lent out is used any longer.
  void at(std::int64_t now_ms);
  // A person at this seat did something.
  void touch(std::string_view seat_digest);

  // ---- counter::World
  const counter::Site& site() const override { return options_.site; }
  std::int64_t now_ms() const override { return now_ms_; }
  form::Context when() const override;
  const catalogue::Catalogue& catalogue() const override { return catalogue_; }
  const rules::Staff* staff(std::string_view id) const override;
  int pin_tries(std::string_view staff) const override;
  const counter::Seat* seat(std::string_view digest) const override;
  Result<const counter::Draft*> draft(std::string_view id) const override;
  Result<counter::Application> application(std::string_view id) const override;
  Result<counter::Application> bearer(const model::Serial& serial) const override;
  Result<counter::Print> print(std::string_view id) const override;
  std::string language_of(std::string_view application) const override;
  Result<model::Record> record(const std::string& id) const override { return best_guess(id); }
  std::vector<counter::ShiftBook> open_shifts() const override { return shifts_.open(); }
  std::optional<counter::ShiftBook> shift(std::string_view id) const override { return shifts_.find(id); }
  std::size_t open_drafts() const override;
  Result<counter::DaySheet> day_sheet() const override;
  bool has_day_sheet(std::string_view date) const override;
  const counter::Capture* capture(std::string_view id) const override { return devices_.capture(id); }
  const counter::Capture* capture_of(std::string_view of, std::string_view question) const override {
    return devices_.capture_of(of, question);
  }
  std::string device_for(std::string_view family, std::string_view seat) const override {
    return devices_.best(family, seat);
  }
  std::optional<std::string> open_shift(std::string_view staff, std::string_view seat) const override {
    return shifts_.open_of(staff, seat);
  }
  Result<model::Serial> next_number(std::string_view kind) const override;
  std::optional<rules::Lease> lease_of(const model::Serial& serial) const override;
  std::optional<Code> money_stopped() const override;
  bool epoch_code_right(std::string_view code) const override;
  bool is_salvage_open(std::string_view salvage) const override;

  // ---- a decision's writes (write.cpp)
  // Seals each operation (identity, hybrid time, salt, reference position), appends it to the log, takes or voids its
  // number, and brings its record's summary up to date.
  Result<void> append(const std::vector<model::Op>& ops);
  Result<void> write(const counter::Change& change);

  // ---- records (projection.cpp)
  // Settled record and pending operations together, by the node's guess of the verdicts.
  Result<model::Record> best_guess(const std::string& record) const;
  // While it lives, applications that were guessed for a decision are not guessed once more to write what was decided:
  // nothing else may be written in between.
  class Guesses {
   public:
    explicit Guesses(Book& book) : book_(book) { book_.guesses_.emplace(); }
    ~Guesses() { book_.guesses_.reset(); }
    Guesses(const Guesses&) = delete;
    Guesses& operator=(const Guesses&) = delete;

   private:
    Book& book_;
  };
  Result<void> summarise(const model::Record& record);
  rules::Context context_of(const model::Record& record, const model::Op& op) const;

  // ---- housekeeping, inside a transaction (upkeep.cpp)
  // In the first epoch of a copy that was put back numbers and money stop, and its leases are given back.
  Result<void> open_epoch();
  Result<void> summarise_older();  // what an older version of this program wrote
  // The next few of what an older version wrote are made known to search, in a commit of their own. False: none is
  // left.
  Result<bool> search_older();
  // After a salvage: of the numbers that were leased nobody can tell which were used, so all of them go back (P5).
  Result<void> give_back_doubtful();
  Result<void> doubt_unfinished_prints();  // of a stopped program: nobody knows what came out
  std::vector<std::string> lock_idle_seats();
  // P12: what ended so long ago as the catalogue says and is safe goes from this box, a few at once (retention.cpp).
  Result<std::size_t> purge_outdated();

  // ---- the time (trusted_time.cpp), inside a transaction where it writes
  // False below what is sure to have passed, above the certificate's end, and where the centre's clock says otherwise.
  bool time_certain() const;
  // Nothing that this box writes from now on is dated before it (P4).
  model::HybridTime latest() const { return clock_.last(); }
  std::int64_t latest_ms() const { return model::latest_ms(trusted_, now_ms_); }
  // The centre signed it: it has passed.
  Result<void> know_passed(std::int64_t passed_ms);
  // The centre's clock in an answer that has just come: what was believed of an earlier time gives way to it.
  Result<void> know_time(std::int64_t centre_ms);

  // ---- numbers (numbers.cpp), inside a transaction where it writes
  // What is left over all leases of a kind that are not over (P14: by the latest that the time may be).
  Result<std::int64_t> numbers_left(std::string_view kind) const;
  // Kinds that the services print and that run low here, with how fast they go.
  Result<std::vector<exchange::Want>> numbers_wanted() const;
  bool leases_over() const;
  // Those that are over beyond doubt; what is unused of them is void, and the centre is told so.
  Result<void> close_expired_leases();
  // fork_noticed, node_revoked: each is kept until it is settled, whatever becomes of the other.
  Result<void> stop_numbers(Code why);
  // The centre holds an operation of this epoch that this box did not write (P7).
  Result<void> note_fork(const std::string& epoch);
  // What the box says of the last fork that was settled here.
  Result<std::optional<exchange::Opened>> opened() const;
  // What of its log is lost, signed, as long as anything here is not settled; empty: nothing. What is more than one
  // note holds is said in as many turns as it takes, the newest first.
  Result<std::string> gone(std::uint64_t turn) const;
  // What the box shows of a fork, to be read to headquarters (exchange/epoch_code.h); empty: there is none.
  const std::string& epoch_challenge() const { return challenge_; }

  // ---- the TPM's counter (counted.cpp), inside a transaction where it writes
  // What it stands at. Ahead of the book: the box was put back, so numbers and money stop and its leases go back (P7).
  Result<void> note_counted(std::uint64_t counted);
  void not_counted(const Error& why);
  // Another block of numbers, where few are left of one.
  Result<void> reserve_numbers();
  // What is to be asked of the TPM now, once what was written stands.
  std::optional<RaiseCounter> counter_order();

  // ---- what the centre says (centre.cpp). What is wrong with it is an error of its own kind and changes nothing.
  // One of a kind that is not known is kept (see `take_known`).
  Result<void> put_document(const exchange::Document& document);
  // What a newer centre sent while this box ran an older program, as far as this one knows it. In a transaction.
  Result<void> take_known();
  // What came and was not taken, for something was wrong with it; until one of the same name is taken.
  struct RefusedDocument {
    std::string kind, name, reason;  // a Code's name
  };
  Result<std::vector<RefusedDocument>> refused_documents() const;
  // The manifest's services, verified. What was in use stays where they do not read.
  Result<void> load_catalogue();

  // ---- what its feeds make of the records (settled.cpp)
  // Entries of the office's feed, in order. What is known by its position changes nothing (P10). One that cannot be
  // folded stops its own record alone: that waits to be had whole (`wanted`), and the next go on (P15). `left`: of how
  // many there is time; it goes down by one for each that is read, by less for what is settled unread.
  struct Folded {
    std::size_t entries = 0;           // of those given, from the front
    std::vector<std::string> changed;  // RecordId texts
    std::optional<Error> fault;        // of the last that could not be folded
    bool lacks = false;  // an own operation that this box does not have: nothing from there on is folded (P7)
  };
  Result<Folded> fold(std::span<const exchange::Entry> entries, std::size_t& left);
  // A record as it stands at the centre, asked for or not.
  Result<void> put_whole(const exchange::Snapshot& snapshot);
  // Records to ask for whole, the longest waiting first.
  Result<std::vector<std::string>> wanted(std::size_t limit = exchange::fetch_max) const;
  // Once the feed's end is reached: what was built anew beside the desk's records takes their place, at most `limit` at
  // once; false where more are left. Gives the records that changed.
  Result<bool> settle_shadows(std::size_t limit, std::vector<std::string>& changed);
  // The centre was restored: its feeds go on from here, what was folded beyond is not its any more, and what is not
  // safe is sent again. The desk sees its records as they were until they have been had or built anew.
  Result<void> go_back(const exchange::Cursors& from);
  Result<void> forget_centre();  // it lives another life, and nothing in common is known
  // Marks kept of the feeds, for Request::back.
  Result<exchange::Trail> trail() const;
  // How far the centre has an epoch. `stated`: how far the request said that it has it; less than that it has lost, and
  // gets it again. One that this box did not write is a fork (P7); what the request brought of the epoch up to `taken`
  // stands beside it.
  Result<void> receive(const exchange::Point& point, std::uint64_t stated, std::uint64_t taken);
  Result<void> note_safe(const std::vector<exchange::SafeMark>& marks);
  // The centre has lost an epoch from after this point: it is sent again, and not safe there any more.
  Result<void> lose(const exchange::Point& point);

  // For the slice that folds.
  KnownRecords& known() { return known_; }
  // `guessed`: lists and search know the record as it now stands.
  Result<void> put_record(const model::Record& record, const store::Settled& settled, bool guessed);
  // Of a record from another life of the centre: whether the present one can have nothing of it from before its feed's
  // common position, so that it is built from its entries alone.
  Result<bool> begins_anew(const std::string& record, const std::string& body) const;
  void observe(model::HybridTime seen);
  // The order stands: the line that it names goes once it is safe (P12), where this box wrote it, and at once all that
  // was drawn from it beside the record.
  Result<void> erase(const model::Op& order);
  // Whether any such line waits until a copy at the centre covers it.
  Result<bool> awaits_copy() const;
  // Of a print that is over, where an order took from its record what its slip shows.
  Result<void> forget_slips(const store::Print& print);
  // Of an operation of this box whose own entry said that it waits or was refused: what it waited for has come, or a
  // person has looked at it. `apart`: its record is being built anew.
  Result<void> overtake(const std::string& writer, bool apart);
  // Whether anything was erased: then the store is to be wiped once the commit stands.
  bool wipe_due() const { return wipe_; }
  void wiped() { wipe_ = false; }

  // ---- for core, link and views
  store::Store& store() const { return store_; }
  const Options& options() const { return options_; }
  const std::map<std::string, rules::Staff, std::less<>>& roster() const { return roster_; }
  const std::vector<rules::Lease>& leases() const { return leases_; }
  // Applications with an act that the centre has not: what the page calls unsent.
  std::size_t unsent_applications() const { return unsent_.applications(); }
  const std::optional<Error>& catalogue_fault() const { return catalogue_fault_; }
  std::string office_feed() const { return "office/" + options_.site.office; }
  std::string fresh_id() const;
  // One whose tracking number no record of this box has.
  std::string fresh_tracked_id() const;
  std::string conditions_of(const std::string& print) const;
  const Shifts& shifts() const { return shifts_; }
  Devices& devices() { return devices_; }
  const Devices& devices() const { return devices_; }
  // A sealed file that no row names: it goes once the commit stands.
  void forget_file(std::string hash) { forgotten_.push_back(std::move(hash)); }
  // ---- what was found damaged when it was read again (damage.cpp), inside a transaction where it writes
  // False where the file is lost nowhere: the centre has it, or nobody names it any more.
  Result<bool> note_damaged(const std::string& hash);
  // Read well again, or at the centre.
  Result<void> is_sound(const std::string& hash) { return forget_damaged({hash}); }
  bool is_damaged(std::string_view hash) const { return damaged_.contains(hash); }
  std::size_t damaged_files() const { return damaged_.size(); }
  const Unclaimed& unclaimed() const { return options_.unclaimed; }
  Result<std::string> scrubbed_to() const;  // see Scrub::place
  Result<void> keep_scrubbed(const std::string& place);
  // Since the last time; what a transaction that did not stand has forgotten is dropped by asking.
  std::vector<std::string> take_forgotten_files();

 private:
  Result<counter::Application> application_of(const std::string& record, std::string id) const;
  Result<void> put_lease(const exchange::Document& document);
  using Put = Result<void> (Book::*)(const exchange::Document&);
  static Put put_of(std::string_view kind);  // nullptr: not known to this program
  Result<void> put_staff(const exchange::Document& document);
  Result<void> put_manifest(const exchange::Document& document);
  Result<void> put_fleet(const exchange::Document& document);
  Result<void> put_named(const exchange::Document& document);
  Result<void> keep_unknown(const exchange::Document& document);
  Result<std::string> body_of(const exchange::Document& document, const std::string& base_id);
  Result<void> load_roster();
  Result<void> load_leases();
  Result<void> load_unsent();
  Result<void> note_received(const std::string& epoch, std::uint64_t seq);
  Result<void> unsettle(const std::string& record);
  Result<bool> is_outdated(const model::Record& record, const std::string& sheet) const;
  Result<void> purge_one(const std::string& record);
  void stamp(model::Op& op, const store::Head& last);
  Result<void> load_time();
  Result<void> keep_time();
  Result<void> note_time();
  Result<void> append_one(model::Op op, store::Head& head, model::Record& record);
  Result<void> note_number(const model::Op& op);
  // attachments.cpp
  Result<void> note_files(const model::Op& op);
  Result<void> drop_files(std::string_view draft, std::string_view question);
  Result<void> erase_old_keys(const model::Record& record);
  // erasure.cpp
  Result<void> erase_once_safe(const model::OpId& id, const model::Erase& order, const std::string& actor);
  Result<void> erase_safe_lines();
  Result<void> write_one(const counter::SaveDraft& change);
  Result<void> write_one(const counter::DropDraft& change);
  Result<void> write_one(const counter::SavePrint& change);
  Result<void> write_one(const counter::KeepLanguage& change);
  Result<void> write_one(const counter::KeepAttachment& change);
  Result<void> write_one(const counter::PutCapture& change);
  Result<void> write_one(const counter::KeepSheet& change);
  Result<void> write_one(const counter::KeepAcknowledgement& change);
  Result<void> write_one(const counter::CountTries& change);
  Result<void> write_one(const counter::PutSeat& change);
  Result<void> write_one(const counter::DropSeat& change);
  Result<void> write_one(const counter::OpenEpoch& change);
  Result<void> note_usage(const std::string& kind);
  Result<void> end_lease(const store::Lease& lease, const std::string& state, const std::string& actor);
  Result<void> return_leases(const std::string& actor);
  Result<void> begin_after_restore();
  Result<void> note_opened(std::string_view code, const std::string& staff);
  Result<void> load_counter();
  bool compared() const;
  Result<void> keep_counter(std::uint64_t value);
  Result<void> void_rests();
  Result<bool> reserve();
  Result<void> check_counted(const store::Lease& lease) const;
  Result<void> load_stop();
  Result<void> load_damaged();
  Result<void> forget_damaged(const std::vector<std::string>& hashes);
  Result<void> replace_damaged(const counter::KeepAttachment& change);
  Result<void> resume_numbers(Code why);

  mutable store::Store store_;  // reading needs its connection too
  Options options_;
  seal::Entropy entropy_;
  std::int64_t now_ms_ = 0;
  model::HybridClock clock_;
  model::TimeInterval trusted_;
  bool skewed_ = false;          // the centre's clock was seen to differ
  std::uint64_t reference_ = 0;  // the feed's position that decisions are made with
  std::uint64_t roster_at_ = 0;  // the node feed's position of the newest word about its people
  catalogue::Catalogue catalogue_;
  std::optional<Error> catalogue_fault_;
  std::map<std::string, rules::Staff, std::less<>> roster_;
  std::map<std::string, int, std::less<>> tries_;
  std::map<std::string, counter::Seat, std::less<>> seats_;
  Unsent unsent_;
  std::vector<rules::Lease> leases_;
  std::map<std::string, rules::Lease> read_leases_;  // the same, by their notes, as they were verified
  std::set<std::string> closed_;                     // ids of leases that are over
  Shifts shifts_;
  std::map<std::string, model::OpId, std::less<>> filed_;  // files that operations of this drain name
  std::vector<std::string> forgotten_;                     // files to be removed
  std::set<std::string, std::less<>> damaged_;             // files that are yet to be had by the centre
  bool wipe_ = true;                                       // what the program before this one left to be wiped
  std::int64_t purge_row_ = 0;                             // up to which records were looked through
  Devices devices_;
  std::set<Code> stops_;   // why numbers and money stop
  std::string challenge_;  // of the fork that stands
  std::string epoch_;      // that this start has opened; empty: none yet
  Counted counter_;
  mutable std::map<std::string, counter::Draft, std::less<>> drafts_;
  mutable std::optional<std::map<std::string, model::Record>> guesses_;  // see Guesses
  mutable KnownRecords known_;
  std::map<std::string, std::string> conditions_;  // print -> JSON
};

// How many drafts are kept in memory; the others are read when they are asked for.
inline constexpr std::size_t drafts_cached_max = 128;
inline constexpr std::size_t seats_max = 256;

}  // namespace karvan::core
