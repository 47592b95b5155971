#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/model/error.h"

struct sqlite3_stmt;

namespace karvan::sqlite {

// Bytes rather than text.
struct Blob {
  std::string_view bytes;
};

// A prepared statement lent out by its Database's cache; given back when it is destroyed, which also ends its read.
// Keep none across a commit, and none longer than its Database.
class Statement {
 public:
  Statement(sqlite3_stmt* statement, bool* lent) : statement_(statement), lent_(lent) {}
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // From now on what is bound stays where it is until `finish` is done, so that none of it is copied.
  void borrow() { borrows_ = true; }
  // Parameters count from 1. Text must be UTF-8; it is copied, but after `borrow`.
  void bind(int index, std::int64_t value);
  void bind(int index, std::string_view text);
  void bind(int index, const std::string& text) { bind(index, std::string_view(text)); }
  void bind(int index, const char* text) { bind(index, std::string_view(text)); }
  void bind(int index, Blob blob);
  void bind(int index, std::nullopt_t);
  template <std::integral T>
  void bind(int index, T value) {
    bind(index, static_cast<std::int64_t>(value));
  }
  template <class T>
  void bind(int index, const std::optional<T>& value) {
    value ? bind(index, *value) : bind(index, std::nullopt);
  }

  // True: a row is there. False: no more. Errors as Database says.
  Result<bool> next();
  // Runs to the end; the number of rows changed.
  Result<std::int64_t> finish();

  // Columns of the current row count from 0. NULL reads as 0 and "".
  std::int64_t integer(int column) const;
  std::string text(int column) const;
  std::string blob(int column) const;
  // The same where it lies: until `next`, or until another kind of this column is asked for.
  std::string_view bytes(int column) const;
  bool is_null(int column) const;

  bool writes() const;

 private:
  void note(int status);
  sqlite3_stmt* statement_;
  bool* lent_;  // null: not of the cache
  int bound_ = 0;
  bool borrows_ = false;
};

}  // namespace karvan::sqlite
