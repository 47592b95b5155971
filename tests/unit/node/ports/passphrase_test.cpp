#include "node/ports/passphrase.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>

#include "node/ports/box.h"
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
  Result<vault::Key> read(Asked asked) { return read_passphrase(ends[0], asked); }
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

// A passphrase that lies nowhere in this process but hidden, so that each copy of it that is found is a copy left
// behind.
class Hidden {
 public:
  static constexpr std::size_t size = 64;
  static constexpr std::size_t parts_of_one = 3;
  explicit Hidden(Pipe& pipe) {
    std::array<char, size + 1> text{};
    EXPECT_EQ(::getrandom(text.data(), size, 0), static_cast<ssize_t>(size));
    for (std::size_t i = 0; i < size; ++i) {
      text[i] = static_cast<char>('a' + (static_cast<unsigned char>(text[i]) & 15));
      hidden_[i] = static_cast<char>(text[i] ^ veil);
    }
    text[size] = '\n';
    pipe.send({text.data(), text.size()});
    ::explicit_bzero(text.data(), text.size());
  }

  // Parts of it in what this process can write to: heap, stacks, globals.
  std::size_t parts_in_memory() const {
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    std::ifstream maps("/proc/self/maps");
    std::size_t parts = 0;
    for (std::string line; std::getline(maps, line);) {
      std::uint64_t from = 0, to = 0;
      char dash = 0;
      std::string rights;
      std::istringstream(line) >> std::hex >> from >> dash >> to >> rights;
      if (rights.starts_with("rw")) parts += parts_between(memory, from, to);
    }
    ::close(memory);
    return parts;
  }

 private:
  static constexpr char veil = 0x55;
  static constexpr std::size_t part = 16;

  std::size_t parts_between(int memory, std::uint64_t from, std::uint64_t to) const {
    constexpr std::uint64_t at_once = 1 << 16;
    std::array<char, at_once + part> piece{};
    std::size_t parts = 0;
    for (; from < to; from += at_once) {
      const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(at_once + part - 1, to - from));
      const auto got = ::pread(memory, piece.data(), wanted, static_cast<off_t>(from));
      for (ssize_t at = 0; at + static_cast<ssize_t>(part) <= got; ++at) parts += is_part(piece.data() + at);
    }
    ::explicit_bzero(piece.data(), piece.size());
    return parts;
  }
  // The allocator writes over the beginning of what was freed, so the first part alone is not looked for.
  bool is_part(const char* text) const {
    for (std::size_t from = part; from < size; from += part) {
      std::size_t same = 0;
      while (same < part && (text[same] ^ veil) == hidden_[from + same]) ++same;
      if (same == part) return true;
    }
    return false;
  }

  std::array<char, size> hidden_{};
};

TEST(Passphrase, P13_OnceTheBoxIsOpen_NoCopyOfItIsInMemory) {
  test::Scratch scratch;
  Pipe pipe;
  const Hidden hidden(pipe);
  const Hidden unread(pipe);
  {
    const auto passphrase = pipe.read(Asked::new_of_this_box);
    ASSERT_TRUE(passphrase);
    EXPECT_EQ(hidden.parts_in_memory(), Hidden::parts_of_one);  // the search finds what is there, and nothing else is
    ASSERT_TRUE(Box::create_or_open(scratch.path("box"), passphrase->view(), seal::system_entropy()));
    ASSERT_TRUE(Box::open(scratch.path("box"), passphrase->view()));
  }
  EXPECT_EQ(hidden.parts_in_memory(), 0U);
  EXPECT_EQ(unread.parts_in_memory(), 0U);
}

}  // namespace
}  // namespace karvan::ports
