#pragma once
#include <sqlite3.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "storage/sqlite/database.h"
#include "storage/sqlite/disk.h"
#include "storage/sqlite/own_process.h"

namespace karvan::sqlite {

// So that a text is looked up without a copy of it. Statements differ in their ends, or at least in their lengths.
struct TextHash {
  using is_transparent = void;
  static constexpr std::size_t told_by = 32;
  std::size_t operator()(std::string_view text) const {
    const auto end = text.substr(text.size() - std::min(text.size(), told_by));
    return std::hash<std::string_view>{}(end) ^ text.size();
  }
};

// What a Database owns; private to this room.
struct Database::Connection {
  struct Cached {
    sqlite3_stmt* statement = nullptr;
    bool lent = false;
  };
  // Every text of SQL is a constant of ours, so the cache is bounded by the program; the limit is a guard.
  static constexpr std::size_t cached_max = 256;

  ~Connection();
  void close();

  std::unique_ptr<Disk> disk;
  sqlite3* handle = nullptr;
  OwnProcess process;
  int busy_ms = 0;
  Cipher cipher = Cipher::aegis;
  bool poisoned = false;
  bool transaction = false;         // a Transaction lives
  bool alone = false;               // no other connection writes this file
  std::int64_t changes_before = 0;  // rows changed on this connection when the transaction began
  std::unordered_map<std::string, Cached, TextHash, std::equal_to<>> cache;
  std::function<bool()> expired;
};

}  // namespace karvan::sqlite
