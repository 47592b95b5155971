#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "node/core/core.h"
#include "tests/sim/faults.h"
#include "tests/sim/random.h"
#include "tests/sim/room.h"
#include "tests/sim/story.h"
#include "tests/support/memory_vfs.h"

namespace karvan::sim {

inline constexpr auto store_file = "store.db";

// A box: the real core over a real encrypted store on a disk in memory, with a printer and a PIN worker that answer at
// once, and an uplink that hands requests to whoever carries them. Time is what its own clock shows.
class Bus {
 public:
  struct Setup {
    core::Options options;
    std::string key;    // 32 bytes of the store
    std::string label;  // in the story: a clone has the node's name, and another label
  };
  // Gets a round's request; the answer comes by `exchanged`.
  using Uplink = std::function<void(Bus&, core::SendExchange)>;
  // Gets a piece of a sealed file to carry; the answer comes by `uploaded`.
  using Upload = std::function<void(Bus&, core::SendUpload)>;
  // Get a piece of a stick to write, or to read one; the answer comes by `post`.
  using WriteStick = std::function<void(core::WriteStick)>;
  using ReadStick = std::function<void()>;
  // What the desk was told: the ticket it chose, the answer.
  using Told = std::function<void(std::uint64_t ticket, const Result<std::string>& json)>;
  struct Wires {
    Uplink uplink;
    Upload upload;
    WriteStick write_stick;
    ReadStick read_stick;
    Told told;
  };

  Bus(Setup setup, Random random, Story& story, Tally& tally, Wires wires);
  ~Bus();

  const Setup& setup() const { return setup_; }
  const std::string& name() const { return setup_.options.site.node; }
  const std::string& label() const { return setup_.label; }
  bool running() const { return core_ != nullptr; }
  core::Core& core() { return *core_; }
  std::uint64_t starts() const { return starts_; }
  test::MemoryVfs& disk() { return disk_; }
  // Sealed attachments, by hash: on the disk before anybody is told of them.
  std::map<std::string, std::string>& files() { return files_; }
  // Somebody put its disk back, or it lied: what it knew of the time is gone with the rest.
  void forget_time() { latest_ = {}; }

  // Something else fills its disk up to that stage, or the room comes back. Nothing: it cannot be told how much is
  // free.
  void fill_disk(std::optional<counter::Room> stage);
  // What the core was told last of the room on its disk.
  const RoomTold& room() const { return room_told_; }

  bool start(std::int64_t now_ms);
  // As by a pulled plug: what is in memory goes, what the disk was not told to keep goes with it, but for what got
  // there by chance.
  void crash();
  void shut_down();
  // The plug is pulled at a change of the disk that comes soon, perhaps in its middle.
  void crash_soon();
  // One of the disk's next changes fails, or one to three of its next syncs.
  void fail_soon(bool sync);

  void post(core::Letter letter) { mailbox_.push_back(std::move(letter)); }
  bool has_mail() const { return !mailbox_.empty(); }
  void exchanged(core::ExchangeAnswer answer) {
    if (core_) mailbox_.push_back(std::move(answer));
  }
  void uploaded(core::UploadAnswer answer) {
    if (core_) mailbox_.push_back(std::move(answer));
  }
  // Drains what is in the mailbox and carries out what comes of it. Afterwards it may have crashed.
  void step(std::int64_t now_ms);
  // Chances of one in n of an unknown outcome of a print, 0 for never.
  void printer_fails_one_in(std::uint64_t n) { printer_fails_ = n; }

 private:
  core::Tick ask_disk();
  void carry_out(core::Outgoing& outgoing);
  void print(const core::SendPrint& print);
  void capture(const core::RunCapture& order);

  Setup setup_;
  Random random_;
  Story& story_;
  Tally& tally_;
  Wires wires_;
  test::MemoryVfs disk_;
  std::unique_ptr<core::Core> core_;
  std::vector<core::Letter> mailbox_;
  std::map<std::string, std::string> files_;
  using Written = std::tuple<std::string, std::uint64_t, std::uint64_t>;  // epoch and seq of the log, place in the feed
  Written written();
  void note_time();

  bool room_shows_ = true;  // how much is free can be told
  RoomTold room_told_;
  model::HybridTime latest_;  // after the last commit
  Written written_;
  std::uint64_t starts_ = 0;
  std::uint64_t printer_fails_ = 6;
  std::uint64_t dies_at_ = 0;         // of the disk's changes; 0: not soon
  std::map<std::string, bool> pins_;  // hash and PIN that were verified: Argon2 is slow, a run has thousands
};

}  // namespace karvan::sim
