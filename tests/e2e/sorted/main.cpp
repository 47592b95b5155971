// karvan-sorted FILE: the names that the standard input gives, one a line, in a sealed database that is made for them,
// so often that sorting them takes many times the memory that the engine sorts in before it would use a file; then they
// are sorted. Says how many bytes of names that were.
#include <iostream>
#include <string>
#include <vector>

#include "storage/sqlite/database.h"
#include "storage/sqlite/transaction.h"

namespace karvan {
namespace {

constexpr std::size_t bytes_sorted = 32 << 20;
constexpr int cache_kib = 1'024;

Result<void> put(sqlite::Database& database, const std::vector<std::string>& names) {
  TRY(auto transaction, sqlite::Transaction::begin(database));
  TRY_VOID(database.script("CREATE TABLE taken (name TEXT NOT NULL)"));
  for (std::size_t bytes = 0, n = 0; bytes < bytes_sorted; ++n) {
    // What comes last differs most, so that they do not lie in order.
    const auto name = names[n % names.size()] + " " + std::to_string(n * 2'654'435'761 % 1'000'003);
    TRY_VOID(database.run("INSERT INTO taken (name) VALUES (?)", name));
    bytes += name.size();
  }
  return transaction.commit();
}

Result<std::size_t> sorted(sqlite::Database& database) {
  TRY(auto rows, database.query("SELECT name FROM taken ORDER BY name"));
  std::size_t bytes = 0;
  for (std::string before;;) {
    TRY(const bool more, rows.next());
    if (!more) return bytes;
    if (rows.text(0) < before) return fail(Code::internal, {}, "not sorted");
    before = rows.text(0);
    bytes += before.size();
  }
}

Result<std::size_t> sort_in(const std::string& path, const std::vector<std::string>& names) {
  sqlite::OpenOptions options;
  options.cache_kib = cache_kib;
  TRY(auto database, sqlite::Database::open(path, std::string(sqlite::key_bytes, 'k'), options));
  TRY_VOID(put(database, names));
  return sorted(database);
}

}  // namespace
}  // namespace karvan

int main(int argc, char** argv) {
  std::vector<std::string> names;
  for (std::string line; std::getline(std::cin, line);) names.push_back(line);
  if (argc != 2 || names.empty()) return 2;
  const auto bytes = karvan::sort_in(argv[1], names);
  if (bytes) std::cout << *bytes << std::endl;
  if (!bytes) std::cerr << karvan::describe(bytes.error()) << std::endl;
  return bytes ? 0 : 1;
}
