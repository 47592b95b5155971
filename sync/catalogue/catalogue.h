#pragma once
#include <array>
#include <boost/json/fwd.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/money.h"
#include "sync/form/form.h"
#include "sync/form/instance.h"

// Services as headquarters published them. Compiled by sync/central/author; the format is in README.md.
namespace karvan::catalogue {

using form::Texts;
using model::Money;

struct Institution {
  std::string id;
  Texts title;
  bool operator==(const Institution&) const = default;
};

// A dated milestone. Its prerequisites are other stages' ids; an empty list means it may be reached at any time.
struct Stage {
  std::string id;
  int number = 0;
  Texts title;
  std::vector<std::string> prerequisites;
  int target_hours = 0;  // working hours from the last prerequisite; 0: no target
  std::string by;        // desk, supervisor, centre, institution: who reaches it
};

// The thirteen that a service has where it names none, token issued to delivered, in three languages.
const std::vector<Stage>& default_stages();  // of policy collect

// One line of what a service costs. Later kinds (by table, by formula) are further fields, never another meaning.
struct FeeLine {
  std::string id;
  Texts title;
  Money amount;
  std::vector<std::string> depends_on;  // fields that, while held, stop the fee from being taken
};

struct Fee {
  Money total;
  std::vector<FeeLine> lines;
  std::vector<std::string> depends_on;
};

struct Party {
  std::string role;  // applicant, parent, witness, …
  Texts title;
  int least = 1, most = 1;
  std::vector<std::string> shows;  // identity, consent, biometric, signature
  std::vector<std::string> bases;  // what identity may rest on: card, document, witness, none; empty: all
  bool later = false;              // may come another day: filing does not wait for them, identity_checked does
  std::string name;                // the question that holds the party's name (of the first one); may be empty
};

// Working hours of an institution, so that a target of 40 hours is a week's work and not a night's.
struct Calendar {
  std::string id;
  int utc_offset_minutes = 0;
  struct Hours {
    int from = 0, to = 0;  // minutes since midnight
    bool operator==(const Hours&) const = default;
  };
  std::array<std::vector<Hours>, 7> week;  // from Monday
  std::vector<std::string> holidays;       // civil dates, sorted
  bool operator==(const Calendar&) const = default;
};

// Milliseconds of work between two instants (0 where `to` is not after `from`), and the instant at which `work_ms` of
// work are done from `from` on. A calendar without working hours works around the clock.
std::int64_t work_between(const Calendar& calendar, std::int64_t from_ms, std::int64_t to_ms);
std::int64_t work_ends(const Calendar& calendar, std::int64_t from_ms, std::int64_t work_ms);

// A slip or certificate. Words may hold ${field}, ${number}, ${tracking}, ${amount}, ${date}, ${office}.
struct Template {
  std::string kind;    // receipt, certificate, …; also the kind of serial number it takes
  std::string medium;  // slip, page
  Texts title;
  Texts statement;  // a paragraph before the lines, as certificates have
  std::vector<Texts> lines;
  Texts foot;
  Texts provisional;  // printed while the centre has not confirmed (policy issue)
  // Claims of the document's code (sync/trust/credential.h): name -> ${field} or words, e.g. full_name -> ${full_name}
  std::map<std::string, std::string> claims;
  // Fields that its words and claims name, sorted: while one of them is held, the document waits.
  std::vector<std::string> depends_on() const;
};

// What a template's words may name besides the form's questions: number, tracking, amount, date, office.
bool is_slip_word(std::string_view name);

// What a party agrees to; each signature says which version it was.
struct Consent {
  std::string version;
  Texts text;
};

enum class Policy { issue, collect, online };

// The thirteen as a policy has them: under `issue` the desk issues before the institution decides, under `online` the
// institution issues.
std::vector<Stage> stages_of(Policy policy);

struct Service {
  std::string id;
  std::string version;  // SHA-256 of the compiled bytes, hex
  Texts title;
  Institution institution;
  std::vector<Stage> stages;  // by number
  std::vector<FeeLine> fees;
  std::vector<Party> parties;
  Consent consent;    // version empty: none is asked
  Calendar calendar;  // of its stages' targets
  // Stages that a return for correction reopens: filed and reviewed where the service has no more.
  std::vector<std::string> reopens;
  std::vector<std::string> documents;            // required papers (attachment kinds)
  std::map<std::string, std::string> numbering;  // document kind -> serial kind, e.g. receipt -> receipt
  std::vector<Template> templates;
  Policy policy = Policy::collect;
  std::map<std::string, std::vector<std::string>> may;  // act -> roles; see `may`
  int retention_days = 0;                               // after delivery
  form::Form form;

  const Stage* stage(std::string_view id) const;
  const Template* document(std::string_view kind) const;
  // The rule that settles concurrent changes of a field: newest, centre, union, review (the rule for what is unknown).
  std::string merge_rule(std::string_view field) const;
  // Who a list shows: the answers of the summary questions, joined by blanks.
  std::string summary(const form::Answers& answers) const;
  // Whether a role may do an act: start, file, take_payment, issue, void, advance, resolve. Acts that the service
  // does not name are open to operator and supervisor.
  bool allows(std::string_view act, std::string_view role) const;
};

// Reads one compiled service. `version` is the hash of `bytes`, which the caller has checked.
Result<Service> load_service(std::string_view bytes, std::string version);

// What a return reopens where the service does not say: filed and reviewed, if it has them.
std::vector<std::string> default_reopens(const std::vector<Stage>& stages);

// What is due for an application on a day. Fixed amounts now: `answers` and `today` decide nothing yet.
Result<Fee> fee_due(const Service& service, const form::Answers& answers, std::string_view today);

// The published JSON of a service, without its version, which is the digest of these bytes once written.
// Members in a fixed order: the same service gives the same bytes.
boost::json::object write(const Service& service);

// Which versions there are and from when: what headquarters signs, as the text of a note.
struct Manifest {
  struct Entry {
    std::string version;
    std::string from;  // civil date, or empty: always
    bool operator==(const Entry&) const = default;
  };
  struct Line {
    std::vector<Entry> versions;  // by `from`
    std::string withdrawn;        // first civil date without the service, or empty
    bool operator==(const Line&) const = default;
  };
  std::uint64_t number = 0;                           // rises with each publishing
  std::map<std::string, Line, std::less<>> services;  // by service
  bool operator==(const Manifest&) const = default;
};
std::string write(const Manifest& manifest);  // one line of JSON with its newline
Result<Manifest> read_manifest(std::string_view text);

// SHA-256 in lower-case hex; passed in because this room knows no cryptography (seal::to_hex(seal::sha256(bytes))).
using DigestHex = std::function<std::string(std::string_view)>;

// All versions known, side by side, and which is current on a date. Immutable once loaded; shared between threads.
class Catalogue {
 public:
  // `manifest` is the text whose signature the caller has verified; `documents` are the services' bytes in any order,
  // each found by its digest. A document that the manifest does not name is ignored; one that it names and that is
  // absent is catalogue_missing; bytes that do not read are catalogue_broken with the service in `where`.
  static Result<Catalogue> load(std::string_view manifest, const std::vector<std::string>& documents,
                                const DigestHex& digest);
  const Manifest& manifest() const { return manifest_; }
  std::uint64_t number() const { return manifest_.number; }  // rises with each publishing
  // The version in force on a civil date, or nullptr (unknown, not yet in force, withdrawn).
  const Service* current(std::string_view service, std::string_view today) const;
  // The version that an application is pinned to; nullptr where it is not here.
  const Service* version(std::string_view service, std::string_view version) const;
  // One per service in force on that date, by id.
  std::vector<const Service*> current(std::string_view today) const;

 private:
  Manifest manifest_;
  std::map<std::string, std::shared_ptr<const Service>, std::less<>> services_;  // by version
};

// Bounds.
inline constexpr std::size_t manifest_bytes_max = 4 << 20;
inline constexpr std::size_t service_bytes_max = 8 << 20;
inline constexpr std::size_t services_max = 5000;

}  // namespace karvan::catalogue
