#pragma once
#include <sqlite3.h>

#include <optional>
#include <ostream>
#include <string>

#include "tests/support/memory_vfs.h"

namespace karvan::crash {

// What may go wrong with a call that changes a file.
struct ChangeFault {
  std::string name;
  void (*arm)(test::MemoryVfs& disk, std::uint64_t nth) = nullptr;  // the nth from now on
  bool keeps_a_part = false;  // of a power cut after it: once more with about half of what no sync had met

  std::optional<std::uint64_t> half(std::uint64_t seed) const {
    return keeps_a_part ? std::optional(seed) : std::nullopt;
  }
};
inline void PrintTo(const ChangeFault& fault, std::ostream* out) { *out << fault.name; }

inline const ChangeFault change_faults[] = {
    {"FailsOnce", [](auto& disk, std::uint64_t nth) { disk.fail_changes(nth, SQLITE_IOERR); }},
    {"FailsTwice", [](auto& disk, std::uint64_t nth) { disk.fail_changes(nth, SQLITE_IOERR, 2); }},
    {"FailsForGood", [](auto& disk, std::uint64_t nth) { disk.fail_changes(nth, SQLITE_IOERR, test::for_good); }},
    {"DiskFull", [](auto& disk, std::uint64_t nth) { disk.fail_changes(nth, SQLITE_FULL, test::for_good); }},
    {"Torn", [](auto& disk, std::uint64_t nth) { disk.tear_change(nth); }, true}};

}  // namespace karvan::crash
