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
  bool right = false;
};
struct SignOut {
  By by;
};
struct Lock {
  By by;
};

struct StartDraft {
  By by;
  std::string service;
};
// `set`: question -> value in XForms' lexical form; blank clears. All or nothing.
struct ChangeDraft {
  By by;
  std::string draft;
  std::uint64_t seen = 0;
  std::map<std::string, std::string> set;
};
struct DiscardDraft {
  By by;
  std::string draft;
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

using Command = std::variant<SignIn, Unlock, PinVerified, SignOut, Lock, StartDraft, ChangeDraft, DiscardDraft,
                             FileDraft, TakePayment, SettlePrint, PrintReported, ExchangeNow>;

// Bounds of what people type.
inline constexpr std::size_t seat_name_bytes_max = 60;
inline constexpr std::size_t reason_bytes_max = 500;
inline constexpr std::size_t pin_digits_min = 6;
inline constexpr std::size_t pin_digits_max = 12;
inline constexpr int pin_tries_max = 10;

}  // namespace karvan::counter
