// karvan-unsealed FILE: a box's database as it would be if Karvan sealed nothing (bug 13 of tests/sim/planted.txt),
// with the answers in it that the standard input gives, one application's a line; nothing is tidied up, as after a
// power cut.
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <string>

#include "storage/model/planted.h"
#include "storage/store/store.h"

namespace karvan {

bool planted(int number) { return number == 13; }

namespace {

Result<void> write(store::Store& store, std::istream& in) {
  int row = 0;
  for (std::string line; std::getline(in, line); ++row) {
    TRY_VOID(store.begin());
    const auto id = std::to_string(row);
    TRY_VOID(row % 2 == 0 ? store.documents().put({"unsealed", id, line, 0})
                          : store.commands().keep(id, {200, line, 0, ""}));
    TRY_VOID(store.commit());
    if (row % 100 == 50) TRY_VOID(store.wipe());  // what came before goes from the log into the file
  }
  return {};
}

Result<void> write(const std::string& path, std::istream& in) {
  TRY(auto store, store::Store::open(path, std::string(sqlite::key_bytes, 'k'), {.verify = false}));
  TRY_VOID(write(store, in));
  std::_Exit(0);
}

}  // namespace
}  // namespace karvan

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto done = karvan::write(argv[1], std::cin);
  std::cerr << karvan::describe(done.error()) << "\n";
  return 1;
}
