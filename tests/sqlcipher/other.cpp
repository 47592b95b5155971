// other-sqlcipher FILE: SQLCipher as its makers write it. Standard input: the raw key in hex (64 letters; 96 with the
// salt of a new file), then SQL. Prints each row, its values between bars. Status 1 and its words where it fails.
#include <sqlite3.h>

#include <iostream>
#include <iterator>
#include <string>

namespace {

int print_row(void*, int columns, char** values, char**) {
  for (int i = 0; i < columns; ++i) std::cout << (i > 0 ? "|" : "") << (values[i] ? values[i] : "");
  std::cout << '\n';
  return 0;
}

int run(sqlite3* database, const std::string& sql) {
  char* words = nullptr;
  const int status = sqlite3_exec(database, sql.c_str(), print_row, nullptr, &words);
  if (status != SQLITE_OK) std::cout << "error: " << (words ? words : sqlite3_errstr(status)) << '\n';
  sqlite3_free(words);
  return status == SQLITE_OK ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  sqlite3* database = nullptr;
  if (argc != 2 || sqlite3_open(argv[1], &database) != SQLITE_OK) return 2;
  std::string key;
  std::getline(std::cin, key);
  const std::string sql{std::istreambuf_iterator<char>(std::cin), {}};
  std::string keying = "PRAGMA key = \"x'";
  keying.append(key).append("'\";");
  int failed = sqlite3_exec(database, keying.c_str(), nullptr, nullptr, nullptr);
  if (failed == 0) failed = run(database, sql);
  sqlite3_close(database);
  return failed == 0 ? 0 : 1;
}
