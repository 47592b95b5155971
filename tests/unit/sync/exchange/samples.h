#pragma once
#include <string>
#include <vector>

#include "sync/exchange/exchange.h"

// A node's log as the tests of this room need it: real lines, real keys, from a counted source of bytes.
namespace karvan::exchange::samples {

inline seal::Entropy counted(unsigned char start = 1) {
  return [next = start](std::size_t n) mutable {
    std::string bytes;
    for (std::size_t i = 0; i < n; ++i)
      bytes.push_back(static_cast<char>(next = static_cast<unsigned char>(next * 73 + 41)));
    return bytes;
  };
}

inline seal::SigningKey node_key() { return seal::make_signing_key("bus-01", counted(7)); }
inline seal::SigningKey centre_key() { return seal::make_signing_key("centre", counted(9)); }
inline std::string epoch(char c) { return std::string("9f3c81d07be2a6") + c + c; }

inline std::string line(std::uint64_t seq, std::size_t padding = 10) {
  return R"({"v":1,"node":"bus-01","seq":)" + std::to_string(seq) + R"(,"note":")" + std::string(padding, 'x') + "\"}";
}

inline Run run(char epoch_name, std::uint64_t count, std::size_t padding = 10) {
  Run run;
  run.after.epoch = epoch(epoch_name);
  for (std::uint64_t i = 1; i <= count; ++i) run.lines.push_back(line(i, padding));
  return run;
}

inline Point end_of(const Run& run) {
  Point at = run.after;
  for (const auto& l : run.lines) at.hash = seal::chain(at.hash, l);
  at.seq += run.lines.size();
  return at;
}

inline Outbox outbox(std::vector<Run> runs) {
  Outbox out;
  out.node = "bus-01";
  out.cursors = {"c0ffee0123456789", 12, 3, 4};
  out.runs = std::move(runs);
  out.bytes_per_second = 10 << 20;
  return out;
}

}  // namespace karvan::exchange::samples
