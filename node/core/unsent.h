#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace karvan::core {

// Which applications have acts that the centre has not. What is learned of a receipt costs as much as it acknowledges.
class Unsent {
 public:
  void clear();
  // In the order of the log.
  void add(const std::string& epoch, std::uint64_t seq, std::string_view record);
  void received(const std::string& epoch, std::uint64_t seq);
  std::size_t applications() const { return acts_.size(); }

 private:
  using Act = std::pair<std::uint64_t, std::string>;  // seq, RecordId text of an application
  std::map<std::string, std::deque<Act>, std::less<>> epochs_;
  std::unordered_map<std::string, std::size_t> acts_;  // by application: how many
};

}  // namespace karvan::core
