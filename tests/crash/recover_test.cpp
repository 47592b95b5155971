#include <gtest/gtest.h>
#include <sqlite3.h>

#include <array>
#include <optional>

#include "storage/store/store.h"
#include "tests/crash/stage.h"

// P1: after a COMMIT of which nobody knows, the store is opened anew and brings its log into the file before anything
// is answered. Each call of that may fail as well.
namespace karvan::crash {
namespace {

using test::Io;
using test::MemoryVfs;

const std::string key(32, 'k');
constexpr auto path = "node.db";

struct RecoveryFault {
  const char* name;
  Io io;
  int status;
  bool torn = false;  // of all that change a file, whatever `io` says

  std::uint64_t count(const MemoryVfs& disk) const { return torn ? disk.count_changes() : disk.count(io); }
  void arm(MemoryVfs& disk, std::uint64_t nth, std::uint64_t times) const {
    torn ? disk.tear_change(nth) : disk.fail(io, nth, status, times);
  }
};
constexpr auto recovery_faults = std::to_array<RecoveryFault>({{"open", Io::open, SQLITE_CANTOPEN},
                                                               {"read", Io::read, SQLITE_IOERR_READ},
                                                               {"short read", Io::read, SQLITE_IOERR_SHORT_READ},
                                                               {"size", Io::size, SQLITE_IOERR_FSTAT},
                                                               {"map", Io::map, SQLITE_IOERR_SHMMAP},
                                                               {"lock", Io::lock, SQLITE_IOERR_LOCK},
                                                               {"access", Io::access, SQLITE_IOERR_ACCESS},
                                                               {"write", Io::write, SQLITE_IOERR_WRITE},
                                                               {"full", Io::write, SQLITE_FULL},
                                                               {"torn", Io::write, SQLITE_IOERR, true},
                                                               {"truncate", Io::truncate, SQLITE_IOERR_TRUNCATE},
                                                               {"sync", Io::sync, SQLITE_IOERR_FSYNC},
                                                               {"remove", Io::remove, SQLITE_IOERR_DELETE}});

struct Recovery : testing::TestWithParam<RecoveryFault> {
  Recovery() {
    open();
    put("before");
    prepared = disk.image();
  }
  ~Recovery() override { stop(); }

  static store::Store opened_on(const MemoryVfs& there) {
    auto opened = store::Store::open(path, key, {.vfs = there.name(), .busy_ms = 0});
    if (!opened) throw std::runtime_error(describe(opened.error()));
    return std::move(*opened);
  }
  void open() { store.emplace(opened_on(disk)); }
  void stop() {
    disk.heal();
    store.reset();
  }
  Result<void> try_put(const std::string& id) {
    TRY_VOID(store->begin());
    TRY_VOID(store->documents().put({"crash", id, std::string(9'000, 'x'), 0}));
    return store->commit();
  }
  void put(const std::string& id) { ASSERT_TRUE(try_put(id)); }
  static bool has(store::Store& in, const std::string& id) {
    const auto found = in.documents().get("crash", id);
    EXPECT_TRUE(found) << describe(found.error());
    return found && found->has_value();
  }
  bool has(const std::string& id) { return has(*store, id); }
  // To the moment when the outcome of a commit is unknown.
  void fail_a_commit() {
    stop();
    disk.put(prepared);
    open();
    put("in the log");
    disk.fail(Io::sync, 1, SQLITE_IOERR_FSYNC);
    const auto unknown = try_put("in doubt");
    disk.heal();
    ASSERT_FALSE(unknown);
    ASSERT_EQ(unknown.error().code, Code::outcome_unknown);
  }
  std::uint64_t calls() {
    fail_a_commit();
    const auto before = GetParam().count(disk);
    EXPECT_TRUE(store->recover());
    return GetParam().count(disk) - before;
  }
  // What it answers now is so after a power cut.
  void expect_answers_hold() {
    const bool there = has("in doubt");
    EXPECT_TRUE(has("before") && has("in the log"));
    const auto left = disk.image_after_cut();
    stop();
    disk.put(left);
    open();
    expect_sound(*store);
    EXPECT_EQ(has("in doubt"), there);
  }
  static void expect_sound(store::Store& opened) {
    EXPECT_TRUE(has(opened, "before") && has(opened, "in the log"));
    EXPECT_FALSE(has(opened, "meanwhile"));
    EXPECT_TRUE(opened.log().verify_chain());
    EXPECT_TRUE(opened.database().check_pages());
    EXPECT_TRUE(opened.database().check_structure());
  }
  // Where nothing was recovered, and the machine ends there: what was told before stands, on a disk that works again.
  void expect_nothing_told_is_lost(std::uint64_t seed) {
    for (const auto& [after, image] : left_by(disk, GetParam().torn ? std::optional(seed) : std::nullopt)) {
      SCOPED_TRACE(after);
      elsewhere.put(image);
      auto opened = opened_on(elsewhere);
      expect_sound(opened);
    }
  }

  MemoryVfs disk{"crash-recover"}, elsewhere{"crash-recover-elsewhere"};
  std::optional<store::Store> store;
  MemoryVfs::Image prepared;
};

TEST_P(Recovery, P1_EachCallFails_NothingIsPromised_AndTheNextOneIsWhole) {
  const auto& fault = GetParam();
  const auto all = calls();
  ASSERT_TRUE(all > 0 || fault.io == Io::remove);  // the log stays, so nothing is removed
  for (std::uint64_t nth = 1; nth <= all && !HasFailure(); ++nth) {
    SCOPED_TRACE(testing::Message() << fault.name << " " << nth << " of " << all);
    for (const auto times : {std::uint64_t{1}, test::for_good}) {
      if (fault.torn && times == 1) continue;  // the power is gone after it
      SCOPED_TRACE(times == 1 ? "once" : "for good");
      fail_a_commit();
      fault.arm(disk, nth, times);
      const auto recovered = store->recover();
      if (recovered && !store->read_only()) {
        disk.heal();
        expect_answers_hold();
        continue;
      }
      EXPECT_FALSE(try_put("meanwhile"));
      expect_nothing_told_is_lost(nth);
      disk.heal();
      const auto again = store->recover();
      ASSERT_TRUE(again) << describe(again.error());
      EXPECT_FALSE(store->read_only());
      put("after");
      EXPECT_FALSE(has("meanwhile"));
      expect_answers_hold();
      EXPECT_TRUE(has("after"));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Each, Recovery, testing::ValuesIn(recovery_faults), [](const auto& one) {
  std::string name = one.param.name;
  std::erase(name, ' ');
  return name;
});

}  // namespace
}  // namespace karvan::crash
