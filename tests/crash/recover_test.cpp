#include <gtest/gtest.h>
#include <sqlite3.h>

#include <array>
#include <optional>

#include "storage/store/store.h"
#include "tests/support/memory_vfs.h"

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
};
constexpr auto recovery_faults = std::to_array<RecoveryFault>({{"open", Io::open, SQLITE_CANTOPEN},
                                                               {"read", Io::read, SQLITE_IOERR_READ},
                                                               {"short read", Io::read, SQLITE_IOERR_SHORT_READ},
                                                               {"size", Io::size, SQLITE_IOERR_FSTAT},
                                                               {"map", Io::map, SQLITE_IOERR_SHMMAP},
                                                               {"lock", Io::lock, SQLITE_IOERR_LOCK},
                                                               {"write", Io::write, SQLITE_IOERR_WRITE},
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

  void open() {
    auto opened = store::Store::open(path, key, {.vfs = disk.name(), .busy_ms = 0});
    ASSERT_TRUE(opened) << describe(opened.error());
    store.emplace(std::move(*opened));
  }
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
  bool has(const std::string& id) {
    const auto found = store->documents().get("crash", id);
    EXPECT_TRUE(found) << describe(found.error());
    return found && found->has_value();
  }
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
    const auto before = disk.count(GetParam().io);
    EXPECT_TRUE(store->recover());
    return disk.count(GetParam().io) - before;
  }
  // What it answers now is so after a power cut.
  void expect_answers_hold() {
    const bool there = has("in doubt");
    EXPECT_TRUE(has("before") && has("in the log"));
    const auto left = disk.image_after_cut();
    stop();
    disk.put(left);
    open();
    EXPECT_TRUE(has("before") && has("in the log"));
    EXPECT_EQ(has("in doubt"), there);
    EXPECT_TRUE(store->log().verify_chain());
    EXPECT_TRUE(store->database().check_pages());
    EXPECT_TRUE(store->database().check_structure());
  }

  MemoryVfs disk{"crash-recover"};
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
      fail_a_commit();
      disk.fail(fault.io, nth, fault.status, times);
      const auto recovered = store->recover();
      if (recovered && !store->read_only()) {
        disk.heal();
        expect_answers_hold();
        continue;
      }
      EXPECT_FALSE(try_put("meanwhile"));
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
