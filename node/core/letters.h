#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hardware/line/fault.h"
#include "node/counter/commands.h"
#include "node/counter/slip.h"
#include "storage/model/error.h"
#include "storage/store/records.h"
#include "sync/exchange/bundle.h"
#include "sync/exchange/exchange.h"

// What goes into the core, and what comes out: values only. Tickets are numbers that the sender chooses and gets back.
namespace karvan::core {

class Core;

// ---- in

// Who may ask: a row of the API's table. No roles: anyone, also without a seat.
struct Access {
  std::span<const std::string_view> roles;
  bool even_locked = false;
};

// A command from a seat.
struct CommandLetter {
  std::uint64_t ticket = 0;
  std::string cmd;    // the page's random id of it (P2)
  std::string asked;  // digest of name and body: the same `cmd` with another question is refused as malformed
  std::string seat_digest;
  Access access;
  // Its answer is kept under `cmd`. Not so for what concerns the seat alone: a PIN is verified each time.
  bool once = true;
  counter::Command command;  // `by` is filled in by the core
};

// To a worker, which answers the asker with the opened bytes.
struct OpenAttachment {
  std::uint64_t ticket = 0;
  model::Attached attached;
  std::string file_key;
};

struct View;

// A question to the search of records, for the quick thread. What it finds, the likeliest first, goes on to `render` on
// the core's thread.
struct Seek {
  std::string text;
  std::size_t limit = 0;
  std::function<Result<View>(Core&, const counter::By&, const std::vector<store::Summary>&)> render;
};

// What a view comes to: a JSON text (or a file's bytes, with its media type), a slip that a worker is to render, or a
// search.
struct View {
  std::string json;
  std::optional<counter::Slip> slip;
  std::optional<OpenAttachment> attachment;  // its ticket is filled in by the core
  std::string media = {};                    // empty: as the view's row says
  std::optional<Seek> seek = {};
};

// A question. `render` runs on the core's thread after the drain's commit: short, reads only.
struct ViewLetter {
  std::uint64_t ticket = 0;
  std::string seat_digest;
  Access access;
  std::function<Result<View>(Core&, const counter::By&)> render;
};

// The answer to VerifyPin, always sent. Where nothing was checked (the workers are full, memory is short), the asker
// hears busy.
struct PinAnswer {
  std::uint64_t ticket = 0;
  bool right = false;
  bool checked = true;
};

// How a print goes on: printing, or its end: printed, failed (certainly nothing came out), unknown. The last may come
// any time later than the first; one after the end is ignored.
struct PrintAnswer {
  std::string print;
  std::string outcome;
  std::string job;
  line::Conditions conditions;
};

// How a capture goes on: any number with a state, then one with `done`. A picture is sealed on disk before it is told.
struct CaptureAnswer {
  std::string capture;
  bool done = false;
  std::string state;
  std::optional<line::Fault> fault;
  std::map<std::string, std::string> fields;  // of a card
  model::Attached attached;                   // hash empty: no file
  std::string file_key;
  std::uint64_t ticket = 0;  // of a SealFile: its asker hears what came of it
};

// A piece of an attachment went, or did not. `offset`: how much the centre holds; `done` once it has verified the
// whole.
struct UploadAnswer {
  std::string hash;
  std::uint64_t offset = 0;
  bool done = false;
  std::optional<Error> error;
  std::uint64_t bytes_per_second = 0;  // upwards, as measured; 0: too little was sent to tell
};

// What the device's own test came to; `fault` absent: it passed.
struct TestAnswer {
  std::string device;
  std::optional<line::Fault> fault;
};

// All devices as they are now.
struct DevicesAnswer {
  std::vector<line::Device> devices;
};

// The answer to SendExchange. link_down where nobody answered; any other error as it was found.
struct ExchangeAnswer {
  std::uint64_t round = 0;
  Result<exchange::Received> received;
  exchange::Speed speed = {};
  std::int64_t centre_ms = 0;  // the centre's clock as it answered; 0: it did not say
};

// How far a stick has come: which operations are on it, by epoch, and how many; before them all that is handed back to
// a restored centre, however many pieces that takes.
struct StickMarks {
  std::map<std::string, std::uint64_t, std::less<>> on_it = {};
  std::uint64_t operations = 0;
  std::uint64_t pieces = 0;
  std::optional<std::string> handed = {};  // the last that is on it; nothing: none yet
  bool handed_whole = false;               // nothing is left after it
};

// A supervisor has a stick written, or read. Answered at once; what comes of it, Core::stick tells. While one is under
// way another changes nothing.
struct StickLetter {
  std::uint64_t ticket = 0;
  std::string seat_digest;
  Access access;
  bool read = false;
};

// The answer to WriteStick: the piece is written, or could not be. Once the last is, the stick is whole.
struct StickWritten {
  StickMarks marks;
  struct Whole {
    std::string name;              // of the file
    std::uint64_t bytes = 0;       // of it
    std::uint64_t files = 0;       // attachments in it
    std::uint64_t files_left = 0;  // that found no room, or could not be read
  };
  Result<std::optional<Whole>> written;
};

// The answer to ReadStick: what the centre has answered, its signature and its checkpoints verified.
struct StickRead {
  struct Content {
    std::string name;  // of the file
    exchange::BundleHead head;
    std::vector<exchange::Received> answers;  // in order, each from where the one before leads
    std::vector<std::string> here;            // files that the centre holds
  };
  Result<Content> content;
};

// The answer to RaiseCounter, always sent: what the counter stands at then.
struct CounterAnswer {
  Result<std::uint64_t> counted;
};

// The answer to ReadAgain, always sent. `next`: up to where it was read; `end`: nothing comes after that.
struct WasRead {
  std::string file;
  std::uint64_t next = 0;
  bool end = false;
  std::uint64_t bytes = 0;     // that were read
  std::uint64_t used_us = 0;   // of a processor
  std::optional<Error> fault;  // busy: nothing was read
};

// Time goes on: at least once a second. It locks idle seats and starts exchanges that are due.
struct Tick {
  std::optional<std::uint64_t> free_bytes = {};  // on the store's disk; absent: it cannot be told
};

using Letter =
    std::variant<CommandLetter, ViewLetter, PinAnswer, PrintAnswer, CaptureAnswer, UploadAnswer, TestAnswer,
                 DevicesAnswer, ExchangeAnswer, StickLetter, StickWritten, StickRead, CounterAnswer, WasRead, Tick>;

// ---- out, in this order, all after the commit

// To the asker.
struct Answered {
  std::uint64_t ticket = 0;
  Result<std::string> json;
  std::string media = {};  // as View's
};
// To a worker, which answers the asker itself with the PDF.
struct RenderSlip {
  std::uint64_t ticket = 0;
  counter::Slip slip;
};
// To the quick thread, which has a read connection of its own; answer with a ViewLetter of the same ticket, seat and
// access, whose `render` is given what was found. Where nothing could be searched the asker hears why.
struct RunSearch {
  std::uint64_t ticket = 0;
  std::string seat_digest;
  Access access;
  Seek seek;
};
// To a worker, one at a time (19 MiB each); answer with PinAnswer. Wipe `pin` when done.
struct VerifyPin {
  std::uint64_t ticket = 0;
  std::string hash;
  std::string pin;
};
// To the printer; answer with PrintAnswer, also where there is none (failed, printer_missing).
struct SendPrint {
  std::string print;  // id
  std::string seat;   // whose printer
  counter::Slip slip;
};
// To the devices; answer with CaptureAnswer, also where there is no such device.
struct RunCapture {
  std::string capture;  // id
  std::string device, family, position;
  std::int64_t deadline_ms = 0;  // from now
};
struct StopCapture {
  std::string capture;
};
// To a worker, which seals what a page brought; answer with CaptureAnswer.
struct SealFile {
  std::uint64_t ticket = 0;
  std::string capture;
  std::string media;
  std::string bytes;
};
// To a worker: no row names the sealed file any more. What is left after a crash goes at the next start.
struct RemoveFile {
  std::string hash;
};
// To a worker, when it has nothing else to do: about `bytes` of a sealed file, or of the database where `file` is
// empty, are read again from byte `from` on, and verified. Answer with WasRead.
struct ReadAgain {
  std::string file;
  std::uint64_t from = 0;
  std::uint64_t bytes = 0;
};
// To a worker: the sealed file is damaged, and the centre has it.
struct SetAside {
  std::string hash;
};
// To the devices; answer with TestAnswer.
struct RunTest {
  std::string device;
};
// To the uplink, never beside an exchange: at most `bytes` of the sealed file from where the centre has it, so that no
// exchange waits longer than one batch takes. Answer with UploadAnswer.
struct SendUpload {
  std::string hash;
  std::uint64_t size = 0;
  bool created = false;                 // the centre knows of it
  std::optional<std::uint64_t> offset;  // absent: ask the centre first
  std::size_t bytes = 0;
};
// To the uplink: exchange::encode, POST /sync/v1/exchange, exchange::read. One at a time, but that several pushes may
// be under way beside it.
struct SendExchange {
  std::uint64_t round = 0;
  exchange::Request request;
  std::uint64_t bytes_per_second = 0;  // for exchange::level_for
  bool push = false;                   // operations only, for receipts only
};
// To a worker: what is to go onto a stick, piece by piece. It writes `request` there and answers with StickWritten;
// after the last come the files, in order, as far as there is room.
struct WriteStick {
  std::string epoch;  // the present one
  exchange::Request request;
  StickMarks marks;  // with this piece
  bool first = false, last = false;
  struct File {
    std::string hash;
    std::uint64_t size = 0;
  };
  std::vector<File> files;  // of the last
};
// To a worker: the newest answer on a stick. Answer with StickRead.
struct ReadStick {};
// To the TPM: its counter is to stand at `to` at least. `first`: it may be made where there is none yet. Answer with
// CounterAnswer. One at a time.
struct RaiseCounter {
  std::uint64_t to = 0;
  bool first = false;
};
// To every page that listens. A topic's versions rise. Without a topic nothing has changed: it keeps streams alive.
struct Notify {
  std::string topic;
  std::uint64_t version = 0;
};

using Outgoing = std::variant<Answered, RenderSlip, RunSearch, OpenAttachment, VerifyPin, SendPrint, RunCapture,
                              StopCapture, SealFile, RemoveFile, ReadAgain, SetAside, RunTest, SendUpload, SendExchange,
                              WriteStick, ReadStick, RaiseCounter, Notify>;

// The core's door, which the threads around it share; ports make it. Bounded: Code::busy where it is full.
class Mailbox {
 public:
  virtual ~Mailbox() = default;
  virtual Result<void> post(Letter letter) = 0;
};

// Letters in one drain; more stay in the mailbox.
inline constexpr std::size_t drain_letters_max = 256;

}  // namespace karvan::core
