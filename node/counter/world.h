#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "node/counter/commands.h"
#include "node/counter/slip.h"
#include "storage/model/record.h"
#include "sync/catalogue/catalogue.h"
#include "sync/form/instance.h"
#include "sync/rules/check.h"

namespace karvan::counter {

// Which box this is, and where it stands today.
struct Site {
  std::string node;    // "bus-01"
  std::string office;  // the shard of all that it creates
  std::string stop;    // the stop of the day, as people call it
  bool operator==(const Site&) const = default;
};

// A person at a desk, from sign-in to sign-out. `digest` is the SHA-256 of the cookie, hex: the cookie itself is known
// to the page alone.
struct Seat {
  std::string digest;
  std::string name;  // of the desk
  std::string staff;
  bool locked = false;
  std::string under;  // signed over: the person whose desk it is, who gets it back; else empty
  std::int64_t used_ms = 0;
  bool operator==(const Seat&) const = default;
};

// An earlier application whose document a question of a draft named, and what it has filled in there.
struct LookedUp {
  std::string question;  // key
  model::Serial serial;
  std::string application;          // id
  std::vector<std::string> filled;  // keys
  bool operator==(const LookedUp&) const = default;
};

// An application being filled in. `seen` rises by one with each change, from 1.
struct Draft {
  std::string id;
  model::Pin pin;
  std::string seat, staff;  // who changed it last
  std::uint64_t seen = 0;
  std::int64_t created_ms = 0, updated_ms = 0;
  form::Instance form;
  std::vector<model::Attached> attachments;  // at most one a question; their files are sealed on disk
  std::vector<model::Shown> shown;           // at most one a (role, number, what)
  std::string summary;                       // number of the summary printed last, "0G4-7KQ-2MX-3"; empty: none
  std::uint64_t summary_seen = 0;            // the version of the draft that it says
  std::vector<LookedUp> looked_up;           // at most one a question
};

// A shift as the book adds it up (P6): float + received − refunded − remitted = counted − difference.
struct ShiftBook {
  std::string id;  // the last part of its RecordId
  std::string staff, seat;
  std::int64_t opened_ms = 0, closed_ms = 0;  // 0: open
  std::string currency;
  std::int64_t opening_float = 0, received = 0, refunded = 0, remitted = 0;
  std::optional<std::int64_t> counted;
  std::int64_t expected() const { return opening_float + received - refunded - remitted; }
};

// What a stop closes with (sync/rules/day_sheet.h).
struct DaySheet {
  model::Sheet sheet;
  std::string text;
  std::string from, to;  // DayLog's
  int utc_offset_minutes = 0;
};

// A capture under way, or just over; in memory alone.
struct Capture {
  std::string id;
  By by;
  std::string draft, application, question, exception;
  std::string family, device;
  std::string state;        // waiting, reading, done, failed, cancelled, …
  std::string fault, kind;  // of the device: code and line::FaultKind's name
  int tries = 0;            // faults of the kind citizen_retries on this question since the last success
};
// done, failed, cancelled: it has ended.
bool over(const Capture& capture);

// An application with the version of the service that it is pinned to. `record` is the node's best guess: settled and
// pending operations together.
struct Application {
  std::string id;  // the last part of record.id
  model::Record record;
  const catalogue::Service* service = nullptr;  // never null

  std::string tracking() const;
  std::string who() const;
};

// An intention to print, and what became of it.
//   queued, printing   with the device
//   printed            seen to come out, by the device or by a person
//   unknown            a person must say what came out
//   failed             certainly nothing came out; a person has it printed again
//   spoiled, nothing   settled by a person; another print has taken its place
struct Print {
  std::string id;
  std::string of;  // RecordId text
  model::Serial serial;
  Slip slip;
  std::string state;
  std::string job;          // the device's own name for it
  std::string conditions;   // JSON for the page: [{code, severity}]
  std::string staff, seat;  // who ordered it
  std::int64_t updated_ms = 0;
  bool operator==(const Print&) const = default;
};

// All that a decision may see. It answers the same as long as nothing was committed in between. Pointers and references
// live until then.
class World {
 public:
  virtual ~World() = default;
  virtual const Site& site() const = 0;
  virtual std::int64_t now_ms() const = 0;
  virtual form::Context when() const = 0;  // the desk's civil date and time
  virtual const catalogue::Catalogue& catalogue() const = 0;

  virtual const rules::Staff* staff(std::string_view id) const = 0;  // nullptr: not on the roster
  virtual int pin_tries(std::string_view staff) const = 0;           // since the last right PIN
  virtual const Seat* seat(std::string_view digest) const = 0;

  virtual Result<const Draft*> draft(std::string_view id) const = 0;       // unknown_draft
  virtual Result<Application> application(std::string_view id) const = 0;  // unknown_application, catalogue_missing
  virtual Result<Print> print(std::string_view id) const = 0;              // unknown_print

  // The application on which a document with this number stands; not_found.
  virtual Result<Application> bearer(const model::Serial& serial) const = 0;
  // The citizen's, as filed; empty: nobody said.
  virtual std::string language_of(std::string_view application) const = 0;

  // A record of any kind as it stands here, by RecordId text; an empty one where nothing is known of it.
  virtual Result<model::Record> record(const std::string& id) const = 0;
  // Shifts of this node that are open, and one by its id.
  virtual std::vector<ShiftBook> open_shifts() const = 0;
  virtual std::optional<ShiftBook> shift(std::string_view id) const = 0;
  // Applications being filled in here.
  virtual std::size_t open_drafts() const = 0;
  // The day sheet of all that was done since the last closing of a stop, computed and signed by this box.
  virtual Result<DaySheet> day_sheet() const = 0;
  // Whether a stop was closed on that civil date already.
  virtual bool has_day_sheet(std::string_view date) const = 0;
  virtual const Capture* capture(std::string_view id) const = 0;  // nullptr: unknown
  // The newest one of a question of a draft or application; nullptr: none since the start.
  virtual const Capture* capture_of(std::string_view of, std::string_view question) const = 0;
  // A device of the family: one that works before one in trouble, the seat's own before others; empty: there is none.
  virtual std::string device_for(std::string_view family, std::string_view seat) const = 0;

  // The shift that this person has open at this desk, if any: the last part of its RecordId.
  virtual std::optional<std::string> open_shift(std::string_view staff, std::string_view seat) const = 0;
  // The lowest unused number that a lease of the kind still gives today; no_lease_left.
  virtual Result<model::Serial> next_number(std::string_view kind) const = 0;
  virtual std::optional<rules::Lease> lease_of(const model::Serial& serial) const = 0;
  // Why no number is issued and no money moves here (P7, P14): fork_noticed, node_revoked; nothing: they go on.
  virtual std::optional<Code> money_stopped() const = 0;
  // Whether headquarters gave this code for what the box shows of its fork (sync/exchange/epoch_code.h).
  virtual bool epoch_code_right(std::string_view code) const = 0;
  // Whether there was such a salvage of this box's database and nobody has yet said that they read of it.
  virtual bool is_salvage_open(std::string_view salvage) const = 0;
};

// The centre's own check, asked with what this node knows.
Result<void> permitted(const World& world, const catalogue::Service* service, const model::Record& record,
                       const model::Op& op);

// What the form of an application may know of the world: `when`, with what is drawn from its id, this box and, while it
// is being filled in, who does that.
form::Context context_of(const World& world, std::string_view application);
form::Context context_of(const World& world, std::string_view draft, const By& by);

// "lahore/application/0197…" from its last part.
std::string record_id(const World& world, std::string_view kind, std::string_view id);

}  // namespace karvan::counter
