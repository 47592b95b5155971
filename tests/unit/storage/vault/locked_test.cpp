#include <gtest/gtest.h>
#include <sys/mman.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "storage/seal/key.h"

namespace karvan::vault {
namespace {

// What /proc/self/smaps (proc(5)) says of the mapping that holds an address: its protection, and its VmFlags.
struct Mapping {
  std::string protection, flags;
};

Mapping mapping_of(std::uintptr_t address) {
  std::ifstream maps("/proc/self/smaps");
  Mapping found;
  bool inside = false;
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t from = 0, to = 0;
    char dash = 0;
    std::istringstream words(line);
    if (words >> std::hex >> from >> dash >> to && dash == '-') {
      inside = from <= address && address < to;
      if (inside) words >> found.protection;
    } else if (inside && line.starts_with("VmFlags:")) {
      found.flags = line.substr(8) + " ";
    }
  }
  return found;
}

// Not where the limit is too low (RLIMIT_MEMLOCK), nor where a sanitizer makes nothing of mlock(2).
bool can_lock() {
  constexpr std::size_t bytes = 4'096;
  void* page = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return false;
  const bool can = ::mlock(page, bytes) == 0 &&
                   mapping_of(reinterpret_cast<std::uintptr_t>(page)).flags.find(" lo ") != std::string::npos;
  ::munmap(page, bytes);
  return can;
}

TEST(Key, P13_Lies_InMemoryThatGoesIntoNoDumpNorSwap) {
  const auto key = seal::Key::copy_of(std::string(32, 'k'));
  const auto mapping = mapping_of(reinterpret_cast<std::uintptr_t>(key.view().data()));
  EXPECT_NE(mapping.flags.find(" dd "), std::string::npos) << mapping.flags;
  EXPECT_TRUE(!can_lock() || mapping.flags.find(" lo ") != std::string::npos) << mapping.flags;
}

TEST(Key, P13_Gone_LeavesNothingToRead) {
  std::uintptr_t address = 0;
  {
    const auto key = seal::Key::copy_of(std::string(32, 'k'));
    address = reinterpret_cast<std::uintptr_t>(key.view().data());
    EXPECT_EQ(mapping_of(address).protection.substr(0, 1), "r");
  }
  EXPECT_TRUE(mapping_of(address).protection.empty()) << mapping_of(address).protection;
}

}  // namespace
}  // namespace karvan::vault
