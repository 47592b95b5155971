#pragma once
#include <memory>
#include <string>

#include "tests/bench/rig/process.h"

namespace karvan::bench {

// Headquarters as people run it: the real program over real files in a folder of its own, on loopback by TLS. Its
// catalogue is the demo's and that of the benches; one operator is employed.
class House {
 public:
  explicit House(const std::string& folder);

  const std::string& operator_id() const { return operator_; }
  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
  int port() const { return port_; }
  // A one-time code for a new box.
  std::string code_for(const std::string& node, const std::string& office = "lahore") const;
  const Program& program() const { return *serving_; }

 private:
  std::string folder_, operator_;
  int port_ = 0;
  std::unique_ptr<Program> serving_;
};

inline constexpr auto passphrase = "of no box but a bench's";

}  // namespace karvan::bench
