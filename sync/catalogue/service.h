#pragma once
#include <boost/json/fwd.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sync/catalogue/calendar.h"
#include "sync/catalogue/fee.h"
#include "sync/form/form.h"

// A service as headquarters published it. Compiled by sync/central/author; the format is in README.md.
namespace karvan::catalogue {

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
  // Working hours past the target after which a person of the role `escalate_to` is told; 0: nobody is.
  int escalate_hours = 0;
  std::string escalate_to;
  std::string awaits;  // "citizen": it is they who are waited for, and every clock stands still; else empty
  bool operator==(const Stage&) const = default;
};

// The thirteen that a service has where it names none, token issued to delivered, in three languages.
const std::vector<Stage>& default_stages();  // of policy collect

struct Party {
  std::string role;  // applicant, parent, witness, …
  Texts title;
  int least = 1, most = 1;
  std::vector<std::string> shows;  // identity, consent, biometric, signature
  std::vector<std::string> bases;  // what identity may rest on: card, document, witness, none; empty: all
  bool later = false;              // may come another day: filing does not wait for them, identity_checked does
  std::string name;                // the question that holds the party's name (of the first one); may be empty
};

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
  // Fields that its words and claims name, sorted.
  std::vector<std::string> depends_on() const;
};

// What a template's words may name besides the form's questions: number, tracking, amount, date, office.
bool is_slip_word(std::string_view name);

// A reason that is offered where an application is closed.
struct Reason {
  std::string id;
  Texts title;
  bool operator==(const Reason&) const = default;
};

// A way in which an application ends before, or beside, its last stage.
struct Closing {
  std::string how;              // withdrawn, expired, uncollected, returned; refused, delivered, completed
  std::vector<Reason> reasons;  // empty: any words
  // What is given back of the fee: nothing, all of it, or these lines of it.
  enum class Refund { none, all, lines };
  Refund refund = Refund::none;
  std::vector<std::string> refund_lines;  // ids of fees
  Texts next_step;                        // what the citizen can do now
  int after_days = 0;                     // expired, uncollected: the centre closes after so many days; 0: nobody does
  std::string by;                         // desk, supervisor, centre, institution: who closes so
  bool operator==(const Closing&) const = default;
};

// What every service has where it says nothing of it: withdrawn by the desk, returned by the supervisor, nothing is
// given back, no days.
const std::vector<Closing>& default_closings();

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
  // The stage from which on no key on a box opens the files of an application; its ending does the same. Empty: that
  // alone does.
  std::string keep_until;
  // Questions whose answers together say for whom it is: two open at once for the same are a conflict. Empty: never.
  std::vector<std::string> once;
  std::vector<Closing> closings;                 // the author's own; ask `closing`
  std::vector<std::string> documents;            // required papers (attachment kinds)
  std::map<std::string, std::string> numbering;  // document kind -> serial kind, e.g. receipt -> receipt
  std::vector<Template> templates;
  Policy policy = Policy::collect;
  std::map<std::string, std::vector<std::string>> may;  // act -> roles; see `may`
  int retention_days = 0;                               // after delivery
  form::Form form;

  const Stage* stage(std::string_view id) const;
  const Template* document(std::string_view kind) const;
  // The author's, else the default one; nullptr: the service does not end so.
  const Closing* closing(std::string_view how) const;
  // Digests of the images and sounds that its questions show, sorted, each once (media.h).
  std::vector<std::string> media() const;
  // The fields that stop a paper from being issued, or a fee from being taken, while one of them is held: those that it
  // names, and what those are made of.
  std::vector<std::string> depends_on(const Template& paper) const;
  std::vector<std::string> depends_on(const FeeLine& line) const;
  // The rule that settles concurrent changes of a field: newest, centre, union, review (the rule for what is unknown).
  std::string merge_rule(std::string_view field) const;
  // Who a list shows: the answers of the summary questions, joined by blanks.
  std::string summary(const form::Answers& answers) const;
  std::string summary(const form::Instance& filled) const;
  // Whether a role may do an act: start, file, take_payment, issue, void, advance, resolve. Acts that the service
  // does not name are open to operator and supervisor.
  bool allows(std::string_view act, std::string_view role) const;
};

// Reads one compiled service. `version` is the hash of `bytes`, which the caller has checked.
Result<Service> load_service(std::string_view bytes, std::string version);

// What of a fee a closing gives back, given what was due; in minor units.
std::int64_t refund_of(const Closing& closing, const Fee& fee);

// What a return reopens where the service does not say: filed and reviewed, if it has them.
std::vector<std::string> default_reopens(const std::vector<Stage>& stages);

// Where the service does not say: document_issued where a template names a file, else reviewed, if it has the stage.
std::string default_keep_until(const Service& service);

// Whether a question is asked of each entry of a repeat.
bool is_repeated(const form::Form& form, const form::Question& question);
// What says for whom a service is where it does not say itself: the questions that an identity card's number fills.
std::vector<std::string> default_once(const form::Form& form);

// The published JSON of a service, without its version, which is the digest of these bytes once written.
// Members in a fixed order: the same service gives the same bytes.
boost::json::object write(const Service& service);

// Bounds.
inline constexpr std::size_t service_bytes_max = 8 << 20;

}  // namespace karvan::catalogue
