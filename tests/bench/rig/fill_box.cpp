// Fills an enrolled box that is not running with applications, all of them at the centre: karvan-fill-box COUNT --data
// DIR --passphrase-fd FD
#include <CLI/CLI.hpp>
#include <iostream>

#include "node/ports/box.h"
#include "storage/vault/secret_line.h"
#include "tests/bench/rig/process.h"
#include "tests/bench/rig/shelf.h"

int main(int argc, char** argv) {
  using namespace karvan;
  using bench::must;
  CLI::App app("Fills a box for a bench");
  std::uint64_t count = 0;
  std::string folder;
  int fd = -1;
  app.add_option("count", count)->required();
  app.add_option("--data", folder)->required();
  app.add_option("--passphrase-fd", fd)->required();
  CLI11_PARSE(app, argc, argv);
  try {
    const auto passphrase = must(vault::read_secret_line(fd));
    auto box = must(ports::Box::open(folder, passphrase.view()));
    bench::Shelf shelf(box.take_store());
    shelf.fill(0, count);
    shelf.all_safe();
    must(shelf.store().tend());
  } catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
    return 1;
  }
  return 0;
}
