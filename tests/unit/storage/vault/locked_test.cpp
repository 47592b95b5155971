#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sys/resource.h>
#include <unistd.h>

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

// A line of /proc/self/status (proc(5)).
std::uint64_t status_of(std::string_view name, int base) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(name)) return std::stoull(line.substr(name.size() + 1), nullptr, base);
  ADD_FAILURE() << "no " << name;
  return 0;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitizes = true;
#elif defined(__has_feature)
constexpr bool sanitizes = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool sanitizes = false;
#endif

// By its limit (mlock(2): RLIMIT_MEMLOCK) the system lets nobody lock one more page, or a sanitizer makes nothing of
// the call. Whatever else refuses it is a fault of the machine that these tests run on.
bool must_do_without_locks() {
  constexpr std::uint64_t may_lock_all = 1U << CAP_IPC_LOCK;
  rlimit limit{};
  if (sanitizes) return true;
  if ((status_of("CapEff:", 16) & may_lock_all) != 0 || ::getrlimit(RLIMIT_MEMLOCK, &limit) != 0) return false;
  const auto page_bytes = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return limit.rlim_cur != RLIM_INFINITY && status_of("VmLck:", 10) * 1'024 + page_bytes > limit.rlim_cur;
}

TEST(Key, P13_Lies_InMemoryThatGoesIntoNoDumpNorSwap) {
  const bool unlocked = must_do_without_locks();
  const auto key = seal::Key::copy_of(std::string(32, 'k'));
  const auto mapping = mapping_of(reinterpret_cast<std::uintptr_t>(key.view().data()));
  EXPECT_NE(mapping.flags.find(" dd "), std::string::npos) << mapping.flags;
  EXPECT_TRUE(unlocked || mapping.flags.find(" lo ") != std::string::npos) << mapping.flags;
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
