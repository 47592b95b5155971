#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hardware/line/fault.h"
#include "node/counter/decision.h"

namespace karvan::core {

// The devices of this box, and what is being captured with them. In memory alone: with the program what is under way
// stops, and is asked for again.
class Devices {
 public:
  void know(std::vector<line::Device> list) { list_ = std::move(list); }
  const std::vector<line::Device>& list() const { return list_; }
  // The seat's own before one that is anybody's, and that before another seat's; free before busy. Empty: there is
  // none.
  std::string best(std::string_view family, std::string_view seat) const;

  // At most captures_max are kept: those that are over go first, the oldest before others.
  void put(const counter::Capture& capture, std::int64_t now_ms);
  const counter::Capture* capture(std::string_view id) const;  // nullptr: not known
  // The newest for a question of a draft or application.
  const counter::Capture* capture_of(std::string_view of, std::string_view question) const;
  // Those that nobody answers any more.
  std::vector<std::string> overdue(std::int64_t now_ms) const;

 private:
  struct Line {
    counter::Capture capture;
    std::int64_t since_ms = 0;
    std::uint64_t number = 0;  // rises
  };

  std::vector<line::Device> list_;
  std::map<std::string, Line, std::less<>> captures_;  // by id
  std::uint64_t captures_seen_ = 0;
};

inline constexpr std::size_t captures_max = 256;
// Devices answer by themselves within counter::capture_ms_max and a little.
inline constexpr std::int64_t capture_wait_ms_max = counter::capture_ms_max + 15'000;

}  // namespace karvan::core
