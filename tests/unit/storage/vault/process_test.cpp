#include "storage/vault/process.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "storage/vault/secret_line.h"
#include "tests/support/scratch.h"

namespace karvan::vault {
namespace {

std::string core_limit() {
  const std::string limits = test::bytes_of("/proc/self/limits");
  const auto from = limits.find("Max core file size");
  return limits.substr(from, limits.find('\n', from) - from);
}

void say_what_a_core_would_be() {
  if (!hide_memory()) std::exit(1);
  std::fprintf(stderr, "%s dumpable=%d", core_limit().c_str(), ::prctl(PR_GET_DUMPABLE));
  std::exit(0);
}

TEST(Process, P13_MemoryHidden_NoCoreIsLeftAndNobodyMayLookIn) {
  ASSERT_EQ(::prctl(PR_GET_DUMPABLE), 1);
  EXPECT_EXIT(say_what_a_core_would_be(), ::testing::ExitedWithCode(0), "Max core file size +0 +0 +bytes +dumpable=0");
}

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends), 0); }
  ~Pipe() {
    ::close(ends[0]);
    if (ends[1] >= 0) ::close(ends[1]);
  }
  void end(const std::string& text) {
    EXPECT_EQ(::write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    ::close(std::exchange(ends[1], -1));
  }
  int ends[2] = {-1, -1};
};

TEST(SecretLine, FirstLine_IsReadAndTheRestStays) {
  Pipe pipe;
  pipe.end("one\ntwo");
  EXPECT_EQ(read_secret_line(pipe.ends[0])->view(), "one");
  EXPECT_EQ(read_secret_line(pipe.ends[0])->view(), "two");
  EXPECT_EQ(read_secret_line(pipe.ends[0])->view(), "");
}

TEST(SecretLine, OfAnotherSystem_HasNoCarriageReturn) {
  Pipe pipe;
  pipe.end("a\rb\r\n\r\n");
  EXPECT_EQ(read_secret_line(pipe.ends[0])->view(), "a\rb");
  EXPECT_EQ(read_secret_line(pipe.ends[0])->view(), "");
}

TEST(Passphrase, Length_IsCountedInCharactersOfAnyScript) {
  EXPECT_TRUE(is_long_enough("twelve chars"));
  EXPECT_FALSE(is_long_enough("eleven char"));
  EXPECT_FALSE(is_long_enough("کارواناور"));  // nine, in eighteen bytes
  EXPECT_TRUE(is_long_enough("کاروان اور میں"));
}

TEST(SecretLine, AtItsBoundAndOneMore) {
  Pipe most, more;
  most.end(std::string(secret_line_bytes_max, 'x') + "\n");
  more.end(std::string(secret_line_bytes_max + 1, 'x') + "\n");
  EXPECT_EQ(read_secret_line(most.ends[0])->size(), secret_line_bytes_max);
  EXPECT_EQ(read_secret_line(more.ends[0]).error().code, Code::body_too_large);
  EXPECT_EQ(read_secret_line(-1).error().code, Code::io_failed);
}

}  // namespace
}  // namespace karvan::vault
