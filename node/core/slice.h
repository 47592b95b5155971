#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "node/core/book.h"

namespace karvan::core {

// A slice of the office's feed being folded: each record is read once and written once, and a run of the box's own
// operations that stand plainly is settled in one stroke. Where nobody else has written on their records, neither these
// nor the operations are read or written for it (store::Log::plain_run).
class Slice {
 public:
  explicit Slice(Book& book) : book_(&book) {}

  Result<void> fold(std::span<const exchange::Entry> entries, std::size_t& left);
  // Writes the records.
  Result<Book::Folded> finish();

 private:
  // How a record stands while the slice goes on.
  struct Place {
    model::Record record;
    std::uint64_t position = 0;
    bool shadow = false;   // what is folded gathers beside what the desk sees
    bool stuck = false;    // entries do not help: it is to be had whole
    bool newer = false;    // what it is made of says more than this program reads: folding would lose that
    bool guessed = false;  // all that was folded had been guessed so: lists and search know it already
    bool folded = false;   // anything was
    std::string reason;    // of the shadow
  };
  struct Settling {
    std::string epoch;
    std::uint64_t seq = 0, count = 0, position = 0;
  };

  // Both give how many at the front they have done.
  Result<std::size_t> fold_own(std::span<const exchange::Entry> entries, std::size_t& left);
  Result<std::size_t> settle_unread(std::span<const exchange::Entry> entries, std::size_t& left);
  Result<void> fold_own(const exchange::Entry& entry, const store::LogLine& line);
  Result<void> fold_foreign(const exchange::Entry& entry);
  Result<void> fold_erased(const exchange::Entry& entry, const exchange::Erased& erased);
  Result<void> fold(const exchange::Entry& entry, const std::string& of, Place& at, const Result<model::Op>& op);
  Result<void> touch(const std::string& record, Place& place);
  Result<Place*> place(const std::string& record);
  Result<void> open(const std::string& record, Place& place);
  Result<void> settle(const exchange::Entry& entry, const store::LogLine& line, const Place& place);
  Result<void> end_run();
  Result<void> get_stuck(const std::string& record, Place& place, const Error& why);
  Result<void> write(const std::string& id, Place& place);

  Book* book_;
  std::map<std::string, Place, std::less<>> places_;
  Settling run_;
  Book::Folded folded_;
};

}  // namespace karvan::core
