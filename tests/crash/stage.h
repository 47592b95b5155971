#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/crash/transactions.h"

namespace karvan::crash {

// What a disk may hold when the machine starts again, and what has happened to it; the same twice is one.
using Left = std::vector<std::pair<std::string, test::MemoryVfs::Image>>;
// `half`: the power was cut once more, with about half of what no sync had met; a seed.
Left left_by(const test::MemoryVfs& disk, std::optional<std::uint64_t> half = {});

// Of so many calls each so manyth fails, at least `sampled` of them, spread evenly. In the long form (tests/soak) each.
std::uint64_t step_of(std::uint64_t calls, std::uint64_t sampled);
bool every_request();

// A scene on a disk that can be told to fail. It is prepared once, and comes back to the same moment from what the disk
// held then.
class Stage {
 public:
  explicit Stage(const Transaction& transaction);
  Stage(const Stage&) = delete;

  test::MemoryVfs& disk() { return disk_; }
  core::samples::Box& box() { return box_; }

  // To the moment before the act: the box was started from the disk as it was prepared, and who acts has come.
  void rewind();
  // The same, and nothing is remembered: neither pages nor what the core has read of them.
  void rewind_cold();
  Told act() { return transaction_.act(scene_); }
  // Of several letters: whether the effect of each is there.
  std::vector<bool> there() { return transaction_.there(scene_); }
  // The program ends.
  void stop();
  // It ended in the middle of a call, so nothing of it is ever touched again.
  void abandon() { (void)box_.core.release(); }
  // The program and its machine end, and start again on a disk that holds `image`.
  void start_from(const test::MemoryVfs::Image& image);
  // Who acts comes anew, after a start.
  void arrive();
  // The disk works again, and time goes on until the box has seen it.
  void recover();

 private:
  void write_to_log();

  const Transaction& transaction_;
  test::MemoryVfs disk_{"crash"};
  core::samples::Box box_;
  Scene scene_{box_, disk_};
  test::MemoryVfs::Image prepared_;
  std::int64_t now_ = 0;
  exchange::Checkpoint checkpoint_;
};

// What the desk would see of a transaction that nothing disturbs.
struct Reference {
  std::string before, after;  // of a box that was started anew
  std::string live;           // of the box itself, after it
  // Of the box itself once time has gone on: without the act and after it. What it does by itself is in both.
  std::string idle, gone_on;
  std::uint64_t changes = 0, reads = 0;  // `reads`: with nothing remembered
};

// The judge of one transaction's runs: says what became of one, by the account of the box.
class Judge {
 public:
  explicit Judge(const Transaction& transaction);

  Stage& stage() { return stage_; }
  const Reference& reference() const { return reference_; }

  // The box goes on, over a disk that works again: what was told is true, asked again it takes effect once (P2), and
  // the next desk is served.
  void expect_box_goes_on(const Told& told);
  // The box is started from `image`: what was told is true (P1), and asked again it takes effect once (P2).
  void expect_after_crash(const test::MemoryVfs::Image& image, const Told& told);
  // Both, of an act whose disk is still as it left it.
  void expect_true_after(const Told& told, std::optional<std::uint64_t> half = {});

 private:
  void expect_true(const std::string& account, const Told& told, const std::string& before, const std::string& after);
  void expect_each_true(const std::string& signs);
  void expect_next_desk_served();
  void ask_again(bool there, const Told& told);

  const Transaction& transaction_;
  Stage stage_;
  Reference reference_;
};

}  // namespace karvan::crash
