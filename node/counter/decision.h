#pragma once
#include <string>
#include <variant>
#include <vector>

#include "node/counter/commands.h"
#include "node/counter/world.h"
#include "storage/model/json.h"

namespace karvan::counter {

// ---- what changes in the node's own book, in the commit of the decision

struct SaveDraft {
  Draft draft;
};
struct DropDraft {
  std::string draft;
};
struct SavePrint {
  Print print;
};
// A sealed file that an answer names: its key opens it here until it is erased.
struct KeepAttachment {
  model::Attached attached;
  std::string of;        // draft's or application's id
  std::string file_key;  // 16 bytes
};
struct PutCapture {
  Capture capture;
};
struct CountTries {
  std::string staff;
  int tries = 0;
};
// In which the citizen's slips are printed.
struct KeepLanguage {
  std::string application;
  std::string language;
};
// A stop's closing: the signed note, and the visit that it stands on.
struct KeepSheet {
  std::string date;
  std::string note;
  std::string visit;  // RecordId text
  std::string to;     // where the next one begins
};
// Who has read what a salvage left missing, and what was done about it; when is the book's own time.
struct KeepAcknowledgement {
  std::string salvage;
  std::string staff;
  std::string reason;
};
// Seats live in memory alone: after a restart everybody signs in again.
struct PutSeat {
  Seat seat;
};
struct DropSeat {
  std::string digest;
};
// After a fork: this box goes on as the node.
struct OpenEpoch {
  std::string staff;
};
using Change = std::variant<SaveDraft, DropDraft, SavePrint, KeepLanguage, KeepAttachment, PutCapture, KeepSheet,
                            KeepAcknowledgement, CountTries, PutSeat, DropSeat, OpenEpoch>;

// ---- what is done once that commit stands

// Argon2 in a worker; its answer comes back as PinVerified with the same `by`. The command's reply waits for it.
struct VerifyPin {
  By by;
  bool unlock = false;
  bool over = false;  // of a SignOver
  std::string hash;   // seal's PHC text
  std::string pin;    // wipe when done
};
// To the printer. The intent is stored as queued in the commit; its number was issued by an operation of the commit or
// before it.
struct SendPrint {
  Print print;
};
struct StartExchange {};
// To a device, for at most capture_ms_max; it comes back as CaptureReported.
struct RunCapture {
  Capture capture;
  std::string position;  // of the question
};
// A file that the page brought: sealed by a worker, and then as a capture's.
struct SealFile {
  std::string capture;
  std::string media;
  std::string bytes;
};
struct StopCapture {
  std::string capture;
};
struct RunTest {
  std::string device;
};
using Effect = std::variant<VerifyPin, SendPrint, StartExchange, RunCapture, SealFile, StopCapture, RunTest>;

inline constexpr std::int64_t capture_ms_max = 60'000;

// What a command comes to. Nothing of it is true before its commit.
struct Decision {
  // Without identity, time, salt and reference position: the core seals them, in this order.
  std::vector<model::Op> ops = {};
  std::vector<Change> changes = {};
  std::vector<Effect> effects = {};
  json::object reply = {};  // as the page reads it (node/api/openapi.yaml)
};

inline tl::unexpected<Error> refuse(Code code, std::map<std::string, std::string> args = {}) {
  return fail(code, std::move(args), "counter");
}

}  // namespace karvan::counter
