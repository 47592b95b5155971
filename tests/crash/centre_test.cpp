#include <functional>
#include <regex>

#include "sync/central/store/inbox.h"
#include "tests/support/memory_vfs.h"
#include "tests/unit/sync/central/fixture.h"

// The centre's files: a call that changes them fails while it receives or reconciles, its process ends there, and the
// power is cut at some moment of its next start. A sync that failed has lost what it was to save, though reading goes
// on showing it: what the next start took from there must not come to lie beside something older.
namespace karvan::central {
namespace {

using testing::Box;
using testing::must;
using testing::noon;

struct Disk {
  test::MemoryVfs disk{"crash-centre"};
};

class CentreCrash : protected Disk, public testing::Centre {
 protected:
  using Told = Result<void>;
  using Act = std::function<Told()>;

  CentreCrash() : Centre("crash-centre") {
    enrol(box_);
    box_.write(box_.filing(a1, version_));
    box_.write(box_.filing(a2, version_));
    keep();
  }
  ~CentreCrash() override { close(); }

  Act receive() {
    return [this]() -> Told { return accept(box_.request()).map([](const auto&) {}); };
  }
  Act reconcile_all() {
    return [this]() -> Told {
      while (true) {
        TRY(const bool more, reconciler_->step(noon + 2'000));
        if (!more) return {};
      }
    };
  }

  void write_changes(int count) {
    for (int i = 0; i < count; ++i) {
      auto change = box_.op(a1);
      change.set["full_name"] = std::string(300, 'x');
      box_.write(change);
    }
  }
  void keep() {
    close();
    prepared_ = disk.image();
  }
  void rewind(const test::MemoryVfs::Image& image) {
    disk.heal();
    close();
    disk.put(image);
    open();
  }
  // As the lanes of `serve` begin.
  bool start() {
    try {
      open();
    } catch (const std::runtime_error&) {
      close();
      return false;
    }
    return files_->inbox.checkpoint_truncate() && files_->records.checkpoint_truncate();
  }
  // Nothing of the process is left, not even what it would do at its end; what the system holds in memory is.
  void kill() {
    disk.cut();
    close();
    disk.heal();
  }
  std::string account() {
    const auto lines = must(Inbox(files_->inbox).lines("bus-01", "e1", 1, 1'000)).size();
    std::string text = std::to_string(lines) + " received, " + std::to_string(feed().size()) + " settled";
    for (const auto* id : {a1, a2}) text += ", " + model::write_record(record(id));
    // Names and times of its own operations differ from start to start.
    static const std::regex of_this_start("centre/[0-9a-f]+/[0-9]+|\"time\":\"[0-9.]+\"");
    return std::regex_replace(text, of_this_start, "");
  }
  std::string after(const Act& act) {
    rewind(prepared_);
    EXPECT_TRUE(act());
    return account();
  }
  std::uint64_t changes_of(const std::function<void()>& work) {
    const auto before = disk.count_changes();
    work();
    return disk.count_changes() - before;
  }

  void expect_whole(const test::MemoryVfs::Image& image, const Told& told, const std::string& before,
                    const std::string& done) {
    rewind(image);
    for (auto* file : {&files_->inbox, &files_->records}) {
      EXPECT_TRUE(file->check_pages());
      auto sound = file->check_structure();
      EXPECT_TRUE(sound) << describe(sound.error());
    }
    const auto found = account();
    EXPECT_TRUE(!told || found == done) << "P1: " << found;
    EXPECT_TRUE(!one_commit_ || found == before || found == done) << "P1, in half: " << found;
    // Sent again it comes to the same (P10).
    do_all();
    EXPECT_EQ(account(), all_done_) << "P10";
  }
  void do_all() {
    EXPECT_TRUE(receive()());
    EXPECT_TRUE(!reconciles_ || reconcile_all()());
  }

  void expect_sound_at_each_moment(const Act& act) {
    rewind(prepared_);
    const auto before = account(), done = after(act);
    rewind(prepared_);
    do_all();
    all_done_ = account();
    rewind(prepared_);
    const auto syncs = disk.count(test::Io::sync);
    ASSERT_TRUE(act());
    const auto of_act = disk.count(test::Io::sync) - syncs;
    ASSERT_GT(of_act, 0u);
    for (std::uint64_t nth = 1; nth <= of_act; ++nth)
      for (std::uint64_t moment = 1, moments = 1; moment <= moments && !HasFailure(); ++moment) {
        SCOPED_TRACE(::testing::Message() << "sync " << nth << " of " << of_act << ", the power is cut at change "
                                          << moment << " of the next start");
        rewind(prepared_);
        disk.fail(test::Io::sync, nth, test::io_error_fsync);
        const auto told = act();
        kill();
        disk.fail_changes(moment, test::io_error_fsync, test::for_good);
        moments = moment + 1;
        if (changes_of([&] { start(); }) < moment) moments = 0;  // it had no more
        const auto left = disk.image_after_cut();
        expect_whole(left, told, before, done);
      }
  }

  Box box_{"bus-01"};
  test::MemoryVfs::Image prepared_;
  std::string all_done_;
  bool reconciles_ = true;
  bool one_commit_ = true;  // else what lies between is judged by what it comes to
};

TEST_F(CentreCrash, P1_P10_ReceivingOverASyncThatFails_IsWholeAfterAPowerCut) {
  expect_sound_at_each_moment(receive());
}

TEST_F(CentreCrash, P1_P10_ReconcilingOverASyncThatFails_IsWholeAfterAPowerCut) {
  open();
  ASSERT_TRUE(receive()());
  keep();
  one_commit_ = false;
  expect_sound_at_each_moment(reconcile_all());
}

// A little lies in the log, and the sync that fails is of much that hangs together: of some pages the log has an older
// state then, and of others the file a newer one.
TEST_F(CentreCrash, P1_P10_MoreIsReceivedOverASyncThatFails_IsWholeAfterAPowerCut) {
  reconciles_ = false;
  open();
  write_changes(60);
  ASSERT_TRUE(receive()());
  ASSERT_TRUE(files_->inbox.checkpoint_truncate());
  write_changes(1);
  ASSERT_TRUE(receive()());
  const auto image = disk.image();
  close();
  prepared_ = image;  // with its log
  write_changes(40);
  expect_sound_at_each_moment(receive());
}

}  // namespace
}  // namespace karvan::central
