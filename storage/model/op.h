#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/model/error.h"
#include "storage/model/hybrid_time.h"
#include "storage/model/money.h"

namespace karvan::model {

// Who wrote an operation, and where in that author's log it stands. Text form "bus-07/9f3c…/42".
// Every program start opens a new random epoch; seq counts from 1 in each.
struct OpId {
  std::string node;
  std::string epoch;
  std::uint64_t seq = 0;
  auto operator<=>(const OpId&) const = default;
};
std::string to_text(const OpId& id);
Result<OpId> parse_op_id(std::string_view text);

// A record's name: "lahore/application/0197…". The office is its shard for ever.
struct RecordId {
  std::string office;
  std::string kind;  // citizen, application, appointment, token, shift, visit, feedback, conflict
  std::string id;
  auto operator<=>(const RecordId&) const = default;
};
std::string to_text(const RecordId& id);
Result<RecordId> parse_record_id(std::string_view text);

// The service version that an application began with.
struct Pin {
  std::string service;
  std::string version;  // content hash of the compiled service, hex
  bool operator==(const Pin&) const = default;
};

struct Serial {
  std::string kind;  // receipt, licence, …
  std::int64_t number = 0;
  auto operator<=>(const Serial&) const = default;
};

// A movement of money on the record (fact). charged − waived = received − refunded + open (P6).
struct Post {
  std::string kind;    // charge, payment, waiver, refund; on a shift: float, count, remittance
  Money amount;        // never negative
  std::string tender;  // cash, terminal, qr; empty where no money moved
  std::string shift;   // id of the shift that the cash belongs to
  std::string reason;
  std::string line = {};  // of a waiver: id of the fee's line that it is of; empty: of no line alone
  bool operator==(const Post&) const = default;
};

struct Voided {
  Serial serial;
  std::string reason;
  bool operator==(const Voided&) const = default;
};

struct Printed {
  Serial serial;
  std::string outcome;  // printed, spoiled, nothing
  bool operator==(const Printed&) const = default;
};

// A scan, picture or reading that belongs to the record (fact). The file itself is sealed to the centre and travels
// apart; P11: until it is there, the application is incomplete.
struct Attached {
  std::string name;         // the question that it answers
  std::string hash;         // hex SHA-256 of the sealed file, which is also its id
  std::uint64_t bytes = 0;  // of the sealed file
  std::string media;        // MIME type of what is sealed
  std::string exception;    // why what was asked for could not be captured; the file is then the proof (a photograph)
  bool operator==(const Attached&) const = default;
};

// What a party to the application showed at the desk (fact): that they are who they are, agree, and sign.
struct Shown {
  std::string role;    // of the catalogue's party
  int number = 1;      // which one of that role, from 1
  std::string what;    // identity, consent, biometric, signature
  std::string how;     // identity: card, document, witness, none; signature: signature, thumb; else empty
  std::string name;    // the person's
  std::string reason;  // demanded where `how` is none
  std::string of;      // identity: number of the card or of the witness's; consent: version of its text;
                       // signature: number of the printed summary; biometric: hash of the attachment
  bool operator==(const Shown&) const = default;
};

// Back to the citizen for correction (claim): opens a new round, in which the named stages must be reached again.
struct Returned {
  std::vector<std::string> reopens;
  std::string reason;
  bool operator==(const Returned&) const = default;
};

// Puts one value into a field that is a set: one under the rule `union`, or a repeat's list of instances (claim). A
// field that was filed by `set` holds each word of it, put there by that operation.
struct Added {
  std::string field;
  std::string value;  // one word
  bool operator==(const Added&) const = default;
};

// Takes one addition out again (claim); additions of the same value by others stay.
struct Removed {
  std::string field;
  std::string value;
  std::string of;  // OpId text of the addition
  bool operator==(const Removed&) const = default;
};

// A person settles a held field (claim). The first resolution stands; a later one opens a late review.
struct Resolved {
  std::string field;
  std::string value;              // in force from now on
  std::string chosen;             // OpId text of the candidate, or of the value in force, that it is
  std::vector<std::string> seen;  // OpId texts of all that the person was shown
  std::string reason;
  bool operator==(const Resolved&) const = default;
};

// The institution's word (fact, P9): only a later one follows it. It counts where its author may speak for them.
struct Decided {
  std::string outcome;    // granted, refused
  std::string reason;     // demanded where refused
  std::string reference;  // the institution's own file number; may be empty
  bool operator==(const Decided&) const = default;
};

// A document left the desk (fact).
struct HandedOver {
  Serial serial;
  std::string recipient;  // name
  std::string relation;   // self, parent, …, as the page offers
  std::string shown;      // what the recipient showed: number of a card, …
  bool operator==(const HandedOver&) const = default;
};

// The end of an application that is neither delivered, refused nor completed by its stages (claim). The first one
// stands. Money is given back by postings of their own: a closing says nothing of any.
struct Closed {
  std::string how;     // withdrawn, expired, uncollected, returned
  std::string reason;  // the service's word for it, or the person's own
  bool operator==(const Closed&) const = default;
};

// A stop's closing (fact, on a visit): the day sheet is computed from the log by sync/rules/day_sheet.h, at the node
// and at the centre alike; its signature travels.
struct Sheet {
  std::string date;       // civil, of the desk
  std::string digest;     // hex SHA-256 of the text
  std::string signature;  // signature line of the node's signed note over the text
  bool operator==(const Sheet&) const = default;
};

// A person's word on something that a fact left open (claim); the first stands.
//   an alarm       `what` and `writer` as the record has them. disputed:KIND/NUMBER: upheld, void; suspense: booked;
//                  any other: upheld, which is that it was looked at
//   "parked"       the operation `writer`, which is parked or waits: released (judged again), rejected
struct Settled {
  std::string what;
  std::string writer;   // OpId text
  std::string outcome;  // upheld, void, booked, released, rejected
  std::string reason;
  bool operator==(const Settled&) const = default;
};

// The bytes of one operation's line are to go, everywhere; digest, chain and projections stand (claim). Its values of
// the fields that are named go from the record too.
struct Erase {
  std::string of;  // OpId text
  std::string reason;
  std::vector<std::string> fields;
  bool operator==(const Erase&) const = default;
};

// The end of a lease, on the record OFFICE/lease/ID (fact of the box: no person's).
struct LeaseEnd {
  std::string id;
  std::string state;                                        // returned, expired
  std::int64_t next = 0;                                    // the first number that was never used
  std::vector<std::pair<std::int64_t, std::int64_t>> gaps;  // unused ones below it, first and last
  bool operator==(const LeaseEnd&) const = default;
};

// One act by one person on one record. Written once as a JSON line; the exact bytes are what is hashed, kept and sent.
struct Op {
  OpId id;
  HybridTime time;
  std::string salt;          // 96 random bits, hex: the line's digest must not tell what it said
  std::string actor;         // staff id
  std::string of;            // RecordId as text
  std::uint64_t ref = 0;     // position in the reference feed that the author had
  std::uint64_t roster = 0;  // and in its node's own feed: who worked there then; 0 where it does not say
  bool uncertain = false;    // written while the box was not sure of the time
  // claims
  std::optional<Pin> pin;                  // on the operation that creates an application
  std::map<std::string, std::string> set;  // field -> value, in XForms' lexical form; blank clears
  // field -> OpId text of the value that the author's screen showed, of those set and of all others that somebody
  // elsewhere has changed; absent: the record's creator's.
  std::map<std::string, std::string> over;
  std::vector<Added> add;
  std::vector<Removed> remove;
  std::string advance;  // stage id reached, or empty
  std::optional<Returned> returned;
  std::optional<Resolved> resolve;
  std::optional<Closed> closed;
  std::optional<Settled> settled;
  std::optional<Erase> erase;
  // facts
  std::optional<Post> post;
  std::optional<Serial> issue;
  std::optional<Voided> voided;
  std::optional<Printed> printed;
  std::vector<Attached> attach;
  std::vector<Shown> shown;
  std::optional<Decided> decided;
  std::optional<HandedOver> handed_over;
  std::optional<Sheet> sheet;
  std::optional<LeaseEnd> lease;
  std::string note;
  // true where the line holds an act that this version does not know: it waits for a newer reader
  bool unknown_act = false;
};

// Bounds of one operation's acts.
inline constexpr std::size_t attach_max = 64;
inline constexpr std::size_t shown_max = 64;
inline constexpr std::size_t seen_max = 64;
inline constexpr std::size_t reopens_max = 32;
inline constexpr std::size_t added_max = 512;  // additions, and as many removals
inline constexpr std::size_t erased_fields_max = 256;
inline constexpr std::size_t gaps_max = 1024;
inline constexpr std::size_t act_text_bytes_max = 16384;  // any text of an act; a form's answers have the same bound

// The JSON line of an operation, without a newline; members in a fixed order, absent where empty.
std::string write_op(const Op& op);

// Reads a line; at most 1 MiB, depth 8. Unknown members are no error (see `unknown_act`).
Result<Op> parse_op(std::string_view line);

}  // namespace karvan::model
