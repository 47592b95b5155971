#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "node/core/core.h"
#include "node/ports/box.h"
#include "node/ports/files.h"
#include "node/ports/mailbox.h"
#include "node/ports/uplink.h"
#include "tests/bench/rig/house.h"

namespace karvan::bench {

// A box as karvan-node is made of it: the real vault, store, core and uplink, by TLS. The bench's thread is the core's.
class Bus {
 public:
  // Enrols it anew in `folder`. `url`: the centre's, or that of a link before it.
  Bus(const House& house, const std::string& folder, const std::string& name, const std::string& url);
  ~Bus();

  core::Book& book() { return core_->book(); }
  const core::Link& link() const { return core_->link(); }
  // Catalogue and roster have come.
  void know_the_services();
  // Within one transaction; nothing is exchanged meanwhile.
  void write(const std::function<void(core::Book&)>& work);
  // Files `count` citizens of the benches' service, one operation each, from the n-th on; gives their records.
  std::vector<std::string> file(std::size_t count, std::uint64_t from = 0);

  // Offline, what the core would send waits, as for a radio that is off.
  void go_offline() { online_ = false; }
  void go_online();
  // Works, as the core's thread does, until `done` says so. Throws after `seconds_max`.
  void work(int seconds_max, const std::function<bool()>& done);
  bool acknowledged();  // all that was written is at the centre
  bool settled();       // and its entries were folded
  std::uint64_t unsettled();

  void sign_in(const std::string& staff);
  // Commands of one who is signed in at a desk, in one drain; gives each one's JSON.
  std::vector<Result<std::string>> ask_all(const std::string& what, std::vector<counter::Command> commands);

  // The requests since the last call, and what those that were answered weighed when packed.
  struct Sent {
    std::size_t rounds = 0, batches = 0, operations = 0, bytes = 0;
    std::size_t batch_max = 0;    // operations in the largest
    std::size_t records_max = 0;  // that came whole in one answer
  };
  Sent sent();

 private:
  void carry_out(core::Outgoing outgoing);
  void drain(std::vector<core::Letter> letters);

  ports::Box box_;
  ports::Identity identity_;
  ports::Files files_;
  ports::DeskMailbox mailbox_;
  std::unique_ptr<core::Core> core_;
  std::unique_ptr<ports::Uplink> uplink_;
  bool online_ = true;
  std::vector<core::Outgoing> waiting_;  // for the radio
  Sent sent_;
  std::int64_t ticked_ms_ = 0;
  std::uint64_t tickets_ = 0;
  std::string seat_;
  std::map<std::uint64_t, Result<std::string>> answers_;  // by ticket
};

// For standard error: "100 operations in 1 round(s), 1 batch(es) of at most 100, on ext4". `folder` is on the disk that
// was measured.
std::string told(const Bus::Sent& sent, const std::string& folder);

}  // namespace karvan::bench
