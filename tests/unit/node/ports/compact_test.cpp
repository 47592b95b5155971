#include "node/ports/compact.h"

#include <gtest/gtest.h>

#include <sstream>

#include "node/ports/advice.h"
#include "node/ports/box.h"
#include "node/ports/system.h"
#include "tests/support/scratch.h"

namespace karvan::ports {
namespace {

constexpr auto of_the_compacted = "a long enough passphrase";

struct Compacted : testing::Test {
  Result<void> compact(std::uint64_t memory_bytes) {
    const auto opener = [](const std::string& path) { return vault::open_vault(path, of_the_compacted); };
    return compact_box(folder, opener, memory_bytes, out);
  }
  test::Scratch scratch;
  std::string folder = scratch.path("bus-01");
  std::ostringstream out;
};

TEST_F(Compacted, WithMemoryForIt_SaysWhatTheFileHadAndHas) {
  ASSERT_TRUE(Box::create_or_open(folder, of_the_compacted, seal::system_entropy()));
  ASSERT_TRUE(compact(1 << 30));
  EXPECT_EQ(out.str().find("The database had "), 0u) << out.str();
}

TEST_F(Compacted, WithoutMemoryForIt_IsRefusedWithWordsOfItsOwn_AndTheFileIsAsItWas) {
  ASSERT_TRUE(Box::create_or_open(folder, of_the_compacted, seal::system_entropy()));
  const auto before = test::bytes_of(store_path(folder));
  const auto refused = compact(1 << 20);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::memory_short);
  EXPECT_EQ(exit_code(refused.error()), 5);
  EXPECT_EQ(test::bytes_of(store_path(folder)), before);
  EXPECT_EQ(out.str(), "");
}

TEST(FreeMemory, IsWhatTheSystemCallsAvailable) {
  EXPECT_EQ(free_memory_bytes("MemTotal: 9 kB\nMemFree:  7 kB\nMemAvailable:    2048 kB\nBuffers: 1 kB\n"),
            2'048u << 10);
  EXPECT_EQ(free_memory_bytes("MemAvailable: 1 kB\n"), 1'024u);
  for (const auto* text : {"", "MemFree: 7 kB\n", "MemAvailable:", "MemAvailable: 12", "MemAvailable: 12 MB\n",
                           "NotMemAvailable: 12 kB\n", "MemAvailable: 99999999999999999999 kB\n"})
    EXPECT_EQ(free_memory_bytes(text).error().code, Code::malformed) << text;
  EXPECT_GT(free_memory_bytes().value(), 0u);
}

}  // namespace
}  // namespace karvan::ports
