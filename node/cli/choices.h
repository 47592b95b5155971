#pragma once
#include <cstdint>
#include <string>

#include "node/vault/given.h"

namespace karvan::node_cli {

// What was said on the command line.
struct Choices : node_vault::Given {
  // serve
  std::string page = "127.0.0.1:8080";
  std::string lan, printer, devices, stop, sticks;
  bool unlock_page = false;
  std::int64_t clock_shift_minutes = 0;
  // enrol
  std::string centre, name, code_file;
  std::string cipher;        // by its name; empty: what is there keeps its own, what is made has the default
  std::string date;          // day
  std::string copy;          // backup, verify, restore
  std::string copied_vault;  // verify, restore
};

}  // namespace karvan::node_cli
