#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "node/core/core.h"
#include "tests/sim/random.h"
#include "tests/sim/story.h"
#include "tests/support/fault_vfs.h"

namespace karvan::sim {

// A box: the real core over a real encrypted file, with a printer and a PIN worker that answer at once, and an uplink
// that hands requests to whoever carries them. It crashes when told.
class Bus {
 public:
  struct Setup {
    std::string folder;  // of the database; exists
    core::Options options;
    std::string key;  // 32 bytes of the file
  };
  // Gets a round's request; the answer comes by `exchanged`.
  using Uplink = std::function<void(Bus&, core::SendExchange)>;
  // What the desk was told: the ticket it chose, the answer.
  using Told = std::function<void(std::uint64_t ticket, const Result<std::string>& json)>;

  Bus(Setup setup, Random random, Story& story, Uplink uplink, Told told);
  ~Bus();

  const std::string& name() const { return setup_.options.site.node; }
  bool running() const { return core_ != nullptr; }
  core::Core& core() { return *core_; }
  std::uint64_t starts() const { return starts_; }

  bool start(std::int64_t now_ms);
  // As by a pulled plug: what is in memory goes, what the disk was not told to keep goes with it.
  void crash();
  // The plug is pulled somewhere inside the next drain's I/O.
  void crash_soon();

  void post(core::Letter letter) { mailbox_.push_back(std::move(letter)); }
  void exchanged(std::uint64_t round, Result<exchange::Received> received);
  // Drains what is in the mailbox and carries out what comes of it.
  void step(std::int64_t now_ms);
  // How the printer behaves: chances of one in n of an unknown outcome, 0 for never.
  void printer_fails_one_in(std::uint64_t n) { printer_fails_ = n; }

 private:
  void carry_out(core::Outgoing& outgoing);
  void print(const core::SendPrint& print);

  Setup setup_;
  Random random_;
  Story& story_;
  Uplink uplink_;
  Told told_;
  test::FaultVfs disk_;
  std::unique_ptr<core::Core> core_;
  std::vector<core::Letter> mailbox_;
  std::uint64_t starts_ = 0;
  std::uint64_t printer_fails_ = 6;
  bool dying_ = false;
  std::map<std::string, bool> pins_;  // hash and PIN that were verified: Argon2 is slow, a run has thousands
};

}  // namespace karvan::sim
