#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <variant>

#include "storage/model/money.h"
#include "storage/model/op.h"

// One value type a command: what a person at a seat asks for, already decoded and checked for shape. The core fills in
// `By`; nothing here is trusted to be allowed.
namespace karvan::counter {

// Who asks, from where, and the freshness that pure code cannot make itself.
struct By {
  std::string staff;
  std::string role;         // operator, supervisor, technician
  std::string seat;         // the desk's name, as it was signed in with
  std::string seat_digest;  // names the signed-in seat; the cookie's hash, never the cookie
  std::string fresh;        // an id never used before (model/tracking.h): for whatever this command creates

  // An operation by this person on a record ("office/application/id"), to be filled in; the core seals it.
  model::Op on(const std::string& record) const;
};

// Counts a try and asks for the PIN to be verified; answered by PinVerified.
struct SignIn {
  By by;  // only seat_digest (of the cookie that is about to be given), and fresh are set
  std::string staff, pin, seat;
};
struct Unlock {
  By by;
  std::string pin;
};
// What the verifying worker found.
struct PinVerified {
  By by;  // of the SignIn or Unlock; `staff` and `seat` as it named them
  bool unlock = false;
  bool over = false;  // of a SignOver
  bool right = false;
};
struct SignOut {
  By by;
};
struct Lock {
  By by;
};

// Another person takes the seat for a while, by their own PIN, with all that is open at it: a supervisor at an
// operator's desk. `pin` is verified as at SignIn.
struct SignOver {
  By by;
  std::string staff, pin;
};
// Back to the person before; the seat is locked until they unlock it.
struct GiveBack {
  By by;
};

struct StartDraft {
  By by;
  std::string service;
};
// `set`: key of a question -> value in XForms' lexical form; blank clears. All or nothing.
struct ChangeDraft {
  By by;
  std::string draft;
  std::uint64_t seen = 0;
  std::map<std::string, std::string> set;
};
// One more of an open repeat ("members"), at its end; or one of it ("members/7k3q") goes.
struct AddInstance {
  By by;
  std::string draft;
  std::uint64_t seen = 0;
  std::string repeat;
};
struct RemoveInstance {
  By by;
  std::string draft;
  std::uint64_t seen = 0;
  std::string instance;
};
// Finds the earlier application whose document bears the number that `question` is answered with, and fills in what
// names one of its fields.
struct LookUp {
  By by;
  std::string draft;
  std::uint64_t seen = 0;
  std::string question;
};
struct DiscardDraft {
  By by;
  std::string draft;
};
// The numbered summary that the parties sign, on paper: the read-back's questions and the consent's words.
struct PrintSummary {
  By by;
  std::string draft;
  std::uint64_t seen = 0;
  std::string language;
};
// What a party showed: of a draft (it goes with the filing) or, where they came another day, of an application. Exactly
// one of `draft` and `application`.
struct ShowParty {
  By by;
  std::string draft, application;
  model::Shown shown;
};
// `language` is the citizen's (slips are printed in it); empty: the form's default.
struct FileDraft {
  By by;
  std::string draft;
  std::uint64_t seen = 0;
  std::string language;
};

// `application` is the last part of its RecordId; `language` as in FileDraft, empty: as filed.
struct TakePayment {
  By by;
  std::string application;
  std::string tender;
  model::Money amount;
  std::string language;
};

// `amount` of what is open is waived, or of what was received paid back; supervisors only, with a reason. `line`: of
// this line of the fee alone; empty: of all that may be waived.
struct WaiveFee {
  By by;
  std::string application;
  model::Money amount;
  std::string reason;
  std::string line = {};
};
struct Refund {
  By by;
  std::string application;
  model::Money amount;
  std::string reason;
};

// ---- after filing

// `over`: key -> writer of the value that the page showed (Application.fields[].writer). All or nothing. In a round
// that a return opened it files again. The key of an open repeat is set to its instances' ids: those not named go, and
// new ones, whose ids the page has made, come at the end.
struct ChangeApplication {
  By by;
  std::string application;
  std::map<std::string, std::string> set, over;
};
struct ReturnApplication {
  By by;
  std::string application;
  std::string reason;
};
// `how`: withdrawn, returned, expired, uncollected; `reason` as the service's closing asks for it.
struct CloseApplication {
  By by;
  std::string application;
  std::string how, reason;
};
struct ApproveApplication {
  By by;
  std::string application;
};
// A person's word on what is open (sync/rules/matters.h), named by its kind and what it is about.
struct SettleReview {
  By by;
  std::string application;
  std::string kind, what, outcome, reason;
};
// `chosen`: OpId text of one of the candidates or of the value in force; `seen`: all that the page showed.
struct Resolve {
  By by;
  std::string application;
  std::string field, chosen;
  std::vector<std::string> seen;
  std::string reason;
};
// The service's document (template kind "certificate"): takes a number, prints, reaches document_issued.
struct IssueDocument {
  By by;
  std::string application;
  std::string language;
};
struct HandOver {
  By by;
  std::string application;
  model::Serial serial;
  std::string recipient, relation, shown;
};

// ---- cash and the stop

struct OpenShift {
  By by;
  model::Money opening_float;
};
// By denomination: face value in minor units -> how many. `reason` is demanded where the count differs. `remitted` goes
// into the deposit bag.
struct CloseShift {
  By by;
  std::map<std::int64_t, std::int64_t> counted;
  std::string currency;
  std::int64_t remitted = 0;
  std::string reason;
};
// Closes the stop of the day with the signed day sheet. Every shift must be closed (shift_still_open).
struct CloseStop {
  By by;
  std::string note;
};

// ---- devices

// One capture by a device of the family that the question asks for: fills the question, and with a card all questions
// that name a field of the card. `exception`: the reason why what was asked for cannot be had; a photograph is taken
// instead. Exactly one of `draft` and `application`.
struct StartCapture {
  By by;
  std::string draft, application;
  std::string question;
  std::string exception;
  std::string bytes = {};  // not empty: the page brings the file itself, no device is asked
};
struct CancelCapture {
  By by;
  std::string capture;
};
// What the devices' thread made of it; `by` is of the StartCapture.
struct CaptureReported {
  By by;
  std::string capture;
  bool done = false;                          // else it goes on: `state` says how
  std::string state;                          // waiting, reading, …: a word for the page
  std::string fault;                          // code of the device's fault; empty: it went well
  std::string kind;                           // line::name_of its kind
  std::map<std::string, std::string> fields;  // of a card
  // Of a picture or scan, sealed already.
  model::Attached attached;
  std::string file_key;
};
// The device's own test, for the rooms Devices and the readiness list.
struct TestDevice {
  By by;
  std::string device;
};

// `outcome`: printed, spoiled, nothing. `reason` is demanded for spoiled.
struct SettlePrint {
  By by;
  std::string print;
  std::string outcome;
  std::string reason;
};
// What the device said of a print, by itself: printed, failed (certainly nothing came out), unknown, or it goes on:
// printing.
// `conditions` is JSON for the page: [{code, severity}].
struct PrintReported {
  By by;  // nobody: the act is put down to who ordered the print
  std::string print;
  std::string outcome;
  std::string job;
  std::string conditions;
};

struct ExchangeNow {
  By by;
};

// A supervisor types what headquarters reads out: this box is the node, whatever other box spoke under its name.
struct SettleFork {
  By by;
  std::string code;
};

// A supervisor has read what a salvage left missing, and says what was done about it.
struct AcknowledgeSalvage {
  By by;
  std::string salvage;
  std::string reason;
};

using Command = std::variant<SignIn, Unlock, PinVerified, SignOut, Lock, SignOver, GiveBack, StartDraft, ChangeDraft,
                             AddInstance, RemoveInstance, LookUp, DiscardDraft, PrintSummary, ShowParty, FileDraft,
                             TakePayment, WaiveFee, Refund, ChangeApplication, ReturnApplication, CloseApplication,
                             ApproveApplication, Resolve, IssueDocument, HandOver, OpenShift, CloseShift, CloseStop,
                             StartCapture, CancelCapture, CaptureReported, TestDevice, SettlePrint, PrintReported,
                             ExchangeNow, SettleFork, SettleReview, AcknowledgeSalvage>;

// Bounds of what people type.
inline constexpr std::size_t seat_name_bytes_max = 60;
inline constexpr std::size_t reason_bytes_max = 500;
inline constexpr std::size_t brought_bytes_max = 1 << 20;  // of a file that the page brings
inline constexpr std::size_t filed_bytes_max = 1'000'000;  // of the line that files an application
inline constexpr std::size_t answers_bytes_max = 500'000;  // of a draft's answers, so that they can be filed
inline constexpr std::size_t pin_digits_min = 6;
inline constexpr std::size_t pin_digits_max = 12;
inline constexpr int pin_tries_max = 10;

}  // namespace karvan::counter
