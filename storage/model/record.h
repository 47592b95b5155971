#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/op.h"
#include "storage/model/verdict.h"

namespace karvan::model {

struct Candidate {
  std::string value;
  std::string writer;  // OpId text
  std::string actor;
  HybridTime time;
  bool operator==(const Candidate&) const = default;
};

// A value that was in force, and who wrote it.
struct Said {
  std::string value;
  std::string writer;  // OpId text
  bool operator==(const Said&) const = default;
};

// One addition to a field that is a set. What was taken out stays as a tombstone.
struct Member {
  std::string value;
  std::string writer;  // OpId text of the addition
  std::string actor;
  HybridTime time;
  std::string removed_by = {};  // OpId text; empty while it is in
  bool operator==(const Member&) const = default;
};

// A field's value in force, with those that lost or wait beside it: none is ever overwritten silently (P8).
struct Field {
  std::string value;
  std::string writer;  // OpId text of the operation whose value this is
  std::string actor;
  HybridTime time;
  bool held = false;
  bool parallel = false;              // changed while somebody else, unseen, changed this or another field
  bool late = false;                  // a contender came after the resolution: a late review, which holds nothing
  bool uncertain = false;             // whoever wrote it was not sure of the time
  bool erased = false;                // the value was ordered away
  std::int64_t received_ms = 0;       // of the writer, where its own time lies ahead of that (Verdict::received_ms)
  std::vector<Candidate> candidates;  // sorted by writer; those of a settled conflict are in its resolution
  std::vector<Candidate> replaced;    // candidates in whose place their own author put another; sorted by writer
  std::vector<Said> earlier;          // what was in force before, oldest first; at most `earlier_max`
  // Of a set, once it was added to or removed from: all ever added, by time and writer; `value` is those that are in,
  // with blanks between them.
  std::vector<Member> members;
  bool operator==(const Field&) const = default;
};

struct Posting {
  std::string writer;
  Post post;
  bool suspense = false;
  bool operator==(const Posting&) const = default;
};

struct Document {
  std::string writer;
  Serial serial;
  std::string state;  // issued, void, disputed
  std::string reason;
  std::vector<std::string> prints;  // outcomes, in order
  bool operator==(const Document&) const = default;
};

struct Milestone {
  std::string stage;
  HybridTime time;
  std::string actor;
  std::string writer;
  std::uint32_t round = 1;
  bool operator==(const Milestone&) const = default;
};

// Each of these is an act as its operation wrote it, with who wrote it and when.
template <class Act>
struct Dated {
  Act act;
  std::string writer;
  std::string actor;
  HybridTime time;
  bool operator==(const Dated&) const = default;
};

struct Resolution {
  Dated<Resolved> resolved;
  std::vector<Candidate> among;  // all that contended, the one chosen and the value that was in force too
  bool late = false;             // another one stood already: it changed nothing
  bool operator==(const Resolution&) const = default;
};

struct Return {
  Dated<Returned> returned;
  std::uint32_t round = 2;  // the round that it opened
  bool operator==(const Return&) const = default;
};

// Something about a fact that a person must look at: "disputed:licence/7001", "suspense", "fee_differs", "actor", …
struct Alarm {
  std::string writer;
  std::string what;
  std::optional<Dated<Settled>> settled = {};  // a person has looked at it
  bool operator==(const Alarm&) const = default;
};

// A projection: what the operations on one id, with their verdicts, add up to.
struct Record {
  std::string id;  // RecordId text
  Pin pin;
  std::string creator;  // OpId text of the first operation
  HybridTime created;
  std::uint32_t round = 1;
  std::map<std::string, Field> fields;
  std::vector<Posting> postings;
  std::vector<Document> documents;
  std::vector<Milestone> milestones;
  std::vector<Milestone> early;              // before what they need is there: none counts yet
  std::vector<Dated<Attached>> attachments;  // a later one of the same name takes an earlier one's place in the form
  std::vector<Dated<Shown>> shown;
  std::vector<Return> returns;
  std::vector<Resolution> resolutions;
  std::vector<Dated<Decided>> decisions;  // the last one counts
  std::vector<Dated<HandedOver>> handed_over;
  std::vector<Dated<Sheet>> sheets;
  std::optional<Dated<Closed>> closed;   // rules::closing_of tells what ended an application, this or another thing
  std::optional<Dated<LeaseEnd>> lease;  // of a record of the kind `lease`; the first stands
  std::vector<Dated<Settled>> settled;   // of operations that were parked
  std::vector<Dated<Erase>> erased;      // orders
  std::vector<Alarm> alarms;
  std::vector<std::string> waiting;  // OpIds of operations that wait or are parked, with their reason: "id reason"
  bool operator==(const Record&) const = default;

  // In force: reached, and not reopened since by a return.
  bool reached(std::string_view stage) const;
  // Of a question in a repeat: the answer in any of its instances, or the one that a whole key names.
  bool held(std::string_view field) const;
};

// Canonical JSON: the same record gives the same bytes on every machine (P3).
std::string write_record(const Record& record);
Result<Record> parse_record(std::string_view json);

// Bounds of one record: what would take it beyond them is parked alone (rules/judge.h). `parse_record` takes what they
// come to at most.
inline constexpr std::size_t record_weight_max = 1'500'000;
inline constexpr std::size_t words_weight_max =
    100'000;  // beside it: for words on what was parked, and orders of erasure
inline constexpr std::size_t record_bytes_max = 12 << 20;
inline constexpr std::size_t candidates_max = seen_max - 1;  // of one field, so that a resolution can name them all
inline constexpr std::size_t earlier_max = 16;
inline constexpr std::size_t waiting_max = 1024;  // ids in `waiting`; the rest only the log knows

// Bytes of all its texts, and a round sum for each thing that holds them.
std::size_t weight_of(const Record& record);
std::size_t weight_of(const Op& op);  // at most what it adds to a record

// Of the alarms, those that nobody has settled.
bool is_open(const Alarm& alarm);

// The words of a set's value, in order.
std::vector<std::string> words_of(std::string_view value);

// A set's members; those of one that was only ever set are its words, by their writer.
std::vector<Member> members_of(const Field& field);
// What the value would be with an operation's additions and removals of this field.
std::string value_after(const Field& field, const Op& op, const std::string& name);

// Whether what an author had on the screen, by its writer, is what is in force: the same value may have been written
// several times.
bool is_current(const Field& field, const std::string& writer);

// Writer of the value that the author of a change had on the screen: `over`, or where that does not say, the record's
// creator.
const std::string& base_of(const Record& record, const Op& op, const std::string& field);

// Whether somebody elsewhere wrote what is in force, and the author of `op` had not seen it.
bool is_unseen(const Record& record, const Op& op, const std::string& field);
// Of a removal's author: an answer that others gave since, in an instance that the operation `added` brought.
bool is_answer_unseen(const Record& record, const Op& op, const std::string& field, const std::string& added);

// Folds one judged operation. Total and deterministic; needs no rules. An operation that waits or is parked leaves its
// id in `waiting` alone, its facts too: they fold when a later entry settles it. One that is lost as a whole was
// rejected by a person: nothing of it folds.
Record apply(Record record, const Op& op, const Verdict& verdict);

// charged − waived, received − refunded, and what is open between them; `currency` of the first posting.
struct Balance {
  std::int64_t charged = 0, waived = 0, received = 0, refunded = 0;
  std::string currency;
  std::int64_t open() const { return charged - waived - received + refunded; }
};
Balance balance(const Record& record);

}  // namespace karvan::model
