#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "storage/store/store.h"

namespace karvan::bench {

// A box's store with many applications in it: of each the filing's line, the settled record, its summary, and the names
// and numbers that it is found by. The n-th application is the same for the same n.
class Shelf {
 public:
  static const std::string key;
  // Opens the file, or makes it.
  explicit Shelf(const std::string& path);
  // That of a box; its log goes on in an epoch of the shelf's.
  explicit Shelf(store::Store store);

  static std::string id_of(std::uint64_t n);
  static std::uint64_t number_of(const std::string& id);

  // Within a transaction; found by its names and numbers where `searched`. One that is there is written again.
  void write(std::uint64_t n, bool searched = true);
  void commit(const std::function<void()>& work);
  // From the `from`-th to before the `to`-th, and the index brought up to date.
  void fill(std::uint64_t from, std::uint64_t to);
  // Merges into the index what is due, as a box does between two drains; how many commits that took.
  std::size_t merge_due();
  void merge();
  // The centre has all that was written, and a copy of it.
  void all_safe();
  // What all records' bodies weigh, each counted once.
  std::uint64_t record_bytes();
  // Of the file's pages, those that the index has, by taking it away: the last that is done with it.
  std::uint64_t index_bytes();

  store::Store& store() { return store_; }

 private:
  std::int64_t number(const std::string& sql);

  store::Store store_;
  std::uint64_t seq_ = 0;
};

}  // namespace karvan::bench
