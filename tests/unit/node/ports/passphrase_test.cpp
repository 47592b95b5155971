#include "node/ports/passphrase.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "node/ports/box.h"
#include "tests/support/hidden.h"
#include "tests/support/scratch.h"

namespace karvan::ports {
namespace {

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0); }
  ~Pipe() {
    ::close(ends[0]);
    ::close(ends[1]);
  }
  void send(std::string_view text) {
    EXPECT_EQ(::write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  Result<seal::Key> read(Asked asked) { return read_passphrase(ends[0], asked); }
  int ends[2] = {-1, -1};
};

TEST(Passphrase, FromADescriptor_IsItsFirstLine) {
  Pipe pipe;
  pipe.send("old one\nlong enough for a new one\n\nshort one\n");
  EXPECT_EQ(pipe.read(Asked::of_this_box)->view(), "old one");
  EXPECT_EQ(pipe.read(Asked::new_of_this_box)->view(), "long enough for a new one");
  EXPECT_EQ(pipe.read(Asked::of_this_box).error().code, Code::key_missing);
  EXPECT_EQ(pipe.read(Asked::new_of_this_box).error().code, Code::passphrase_short);
}

// One that lies nowhere in this process but in the pipe and under a veil.
test::Hidden sent_unseen(Pipe& pipe) {
  std::array<char, 65> text{};
  EXPECT_EQ(::getrandom(text.data(), text.size() - 1, 0), static_cast<ssize_t>(text.size() - 1));
  for (char& c : text) c = static_cast<char>('a' + (static_cast<unsigned char>(c) & 15));
  text.back() = '\n';
  pipe.send({text.data(), text.size()});
  test::Hidden hidden({text.data(), text.size() - 1});
  ::explicit_bzero(text.data(), text.size());
  return hidden;
}

TEST(Passphrase, P13_OnceTheBoxIsOpen_NoCopyOfItIsInMemory) {
  test::Scratch scratch;
  Pipe pipe;
  const auto hidden = sent_unseen(pipe), unread = sent_unseen(pipe);
  {
    const auto passphrase = pipe.read(Asked::new_of_this_box);
    ASSERT_TRUE(passphrase);
    EXPECT_EQ(hidden.parts_in_memory(), hidden.parts_of_one());  // the search finds what is there, and nothing else is
    ASSERT_TRUE(Box::create_or_open(scratch.path("box"), passphrase->view(), seal::system_entropy()));
    ASSERT_TRUE(Box::open(scratch.path("box"), passphrase->view()));
  }
  EXPECT_EQ(hidden.parts_in_memory(), 0U);
  EXPECT_EQ(unread.parts_in_memory(), 0U);
}

}  // namespace
}  // namespace karvan::ports
