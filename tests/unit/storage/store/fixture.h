#pragma once
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "storage/store/reader.h"
#include "storage/store/store.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/scratch.h"

namespace karvan::store {

inline const std::string key(32, 'k');
inline const std::string record = "lahore/application/0197";

#define EXPECT_CODE(expected, ...)                                          \
  do {                                                                      \
    auto&& refused = (__VA_ARGS__);                                         \
    ASSERT_FALSE(refused);                                                  \
    EXPECT_EQ(refused.error().code, expected) << describe(refused.error()); \
  } while (false)

// A fresh store on a VFS that can be told to fail.
struct NodeStore : testing::Test {
  void SetUp() override { open(); }

  void open() {
    auto opened = Store::open(path, key, options());
    ASSERT_TRUE(opened) << describe(opened.error());
    store.emplace(std::move(*opened));
  }
  Options options() const { return {.vfs = vfs.name(), .busy_ms = 0}; }

  // Runs `work` in a transaction and commits it.
  template <class Work>
  auto committed(Work work) -> decltype(work()) {
    TRY_VOID(store->begin());
    auto done = work();
    if (!done) {
      store->rollback();
      return done;
    }
    TRY_VOID(store->commit());
    return done;
  }
  Result<Head> append(std::uint64_t seq, const std::string& line, const std::string& of = record) {
    return committed([&] { return store->log().append(of, seq, line); });
  }
  // An epoch with `count` operations on `record`.
  void write_log(const std::string& epoch, int count) {
    ASSERT_TRUE(committed([&] { return store->log().open_epoch(epoch); }));
    for (int seq = 1; seq <= count; ++seq) ASSERT_TRUE(append(seq, epoch + " line " + std::to_string(seq)));
  }
  // A command's answer.
  Result<void> answer(const std::string& cmd) {
    return committed([&] { return store->commands().keep(cmd, Answer{200, "{}", 1, ""}); });
  }
  bool stands(const std::string& cmd) { return store->commands().answer(cmd)->has_value(); }
  // Ids that a question finds.
  std::vector<std::string> found(const std::string& text, std::size_t limit = 20) {
    Search search;
    return ids(search.find(store->database(), text, limit, [] { return false; }));
  }
  static std::vector<std::string> ids(const Result<std::vector<Summary>>& summaries) {
    std::vector<std::string> ids;
    if (!summaries) return {describe(summaries.error())};
    for (const auto& summary : *summaries) ids.push_back(summary.id);
    return ids;
  }
  // SQL of a test's own, as a damage would change the rows.
  void tamper(const std::string& sql) {
    ASSERT_TRUE(store->begin());
    ASSERT_TRUE(store->database().script(sql));
    ASSERT_TRUE(store->commit());
  }

  test::FaultVfs vfs{"node_store"};
  test::Scratch scratch;
  std::string path = scratch.path("node.db");
  std::optional<Store> store;
};

}  // namespace karvan::store
