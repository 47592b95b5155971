#include "sync/central/cli/asked.h"

#include <iostream>

namespace karvan::central {
namespace {

void print_words(const json::value& value, const std::string& indent = {}) {
  if (!value.is_object()) {
    std::cout << indent << (value.is_string() ? std::string(value.get_string()) : json::write(value)) << "\n";
    return;
  }
  std::string line = indent;
  for (const auto& [key, part] : value.get_object()) {
    if (part.is_array()) {
      for (const auto& one : part.get_array()) print_words(one, indent + "  ");
      continue;
    }
    line += std::string(key) + ": " + (part.is_string() ? std::string(part.get_string()) : json::write(part)) + "   ";
  }
  if (line != indent) std::cout << line << "\n";
}

}  // namespace

void log_line(const std::string& line) { std::cerr << "karvan-central: " << line << std::endl; }

int refuse(const Error& error) {
  log_line(advice(error));
  return 1;
}

int told(const Result<json::object>& done, const Asked& asked) {
  if (!done) return refuse(done.error());
  if (asked.as_json)
    std::cout << json::write(*done) << std::endl;
  else
    print_words(*done);
  return done->contains("faults") ? 1 : done->contains("changes") && json::bool_or(*done, "changed") ? 2 : 0;
}

std::int64_t moved_ms(const Asked& asked) { return wall_ms() + asked.clock_shift_minutes * 60'000; }

Result<House> house_of(const Asked& asked) {
  TRY(auto passphrase, read_passphrase(asked.passphrase_fd));
  TRY(auto house, open_data(asked.data, passphrase.view(), seal::system_entropy()));
  house.log = log_line;
  if (asked.clock_shift_minutes != 0) {
    house.now_ms = [asked] { return moved_ms(asked); };
    log_line("rehearsal: the clock is moved by " + std::to_string(asked.clock_shift_minutes) + " minutes");
  }
  return house;
}

}  // namespace karvan::central
