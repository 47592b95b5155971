#pragma once
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace karvan::test {

// A secret that this keeps under a veil alone, so that each copy that is found in what this process can write to (heap,
// stacks, globals) is a copy that somebody else holds or has left behind.
class Hidden {
 public:
  static constexpr std::size_t part_bytes = 16;

  // `secret`: at least two parts long. The copy at hand is the caller's to wipe.
  explicit Hidden(std::string_view secret) : veiled_(secret.size()) {
    std::transform(secret.begin(), secret.end(), veiled_.begin(), [](char c) { return static_cast<char>(c ^ veil); });
  }

  // Of each copy that is whole one less than it has: the allocator writes over the beginning of what was freed, so the
  // first is not looked for.
  std::size_t parts_of_one() const { return veiled_.size() / part_bytes - 1; }
  // Where a seal::Key lies, nothing goes into a dump or into swap (tests/unit/storage/vault/locked_test.cpp).
  enum class Where { anywhere, beside_keys };
  std::size_t parts_in_memory(Where where = Where::anywhere) const {
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    std::size_t parts = 0;
    for (const auto& [from, to] : writable(where)) parts += parts_between(memory, from, to);
    ::close(memory);
    return parts;
  }

 private:
  static constexpr char veil = 0x55;
  struct Range {
    std::uint64_t from = 0, to = 0;
  };

  // By proc(5): a mapping's line, and after some others its VmFlags; "dd" is what madvise(MADV_DONTDUMP) has set.
  static std::vector<Range> writable(Where where) {
    std::ifstream maps("/proc/self/smaps");
    std::vector<Range> found;
    bool counts = false;
    for (std::string line; std::getline(maps, line);) {
      Range range;
      char dash = 0;
      std::string rights;
      std::istringstream words(line);
      if (words >> std::hex >> range.from >> dash >> range.to >> rights && dash == '-') {
        counts = rights.starts_with("rw");
        if (counts) found.push_back(range);
      } else if (counts && line.starts_with("VmFlags:") && where == Where::beside_keys &&
                 (line + " ").find(" dd ") != std::string::npos) {
        found.pop_back();
      }
    }
    return found;
  }

  std::size_t parts_between(int memory, std::uint64_t from, std::uint64_t to) const {
    constexpr std::uint64_t at_once = 1 << 16;
    std::array<char, at_once + part_bytes> piece{};
    std::size_t parts = 0;
    for (; from < to; from += at_once) {
      const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(at_once + part_bytes - 1, to - from));
      const auto got = ::pread(memory, piece.data(), wanted, static_cast<off_t>(from));
      if (got < static_cast<ssize_t>(part_bytes)) continue;
      for (std::size_t part = part_bytes; part + part_bytes <= veiled_.size(); part += part_bytes)
        parts += copies_of(part, piece.data(), static_cast<std::size_t>(got));
    }
    ::explicit_bzero(piece.data(), piece.size());
    return parts;
  }
  std::size_t copies_of(std::size_t part, const char* text, std::size_t bytes) const {
    std::size_t copies = 0;
    const char* const last = text + bytes - part_bytes;
    for (const char* at = text; at <= last; ++at) {
      at = static_cast<const char*>(std::memchr(at, veiled_[part] ^ veil, static_cast<std::size_t>(last - at) + 1));
      if (at == nullptr) break;
      std::size_t same = 1;
      while (same < part_bytes && (at[same] ^ veil) == veiled_[part + same]) ++same;
      copies += same == part_bytes;
    }
    return copies;
  }

  std::vector<char> veiled_;
};

}  // namespace karvan::test
