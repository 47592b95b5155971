#include "node/core/unsent.h"

#include "node/core/rows.h"

namespace karvan::core {

void Unsent::clear() {
  epochs_.clear();
  acts_.clear();
}

void Unsent::add(const std::string& epoch, std::uint64_t seq, std::string_view record) {
  if (!is_application(record)) return;
  epochs_[epoch].emplace_back(seq, record);
  ++acts_[std::string(record)];
}

void Unsent::received(const std::string& epoch, std::uint64_t seq) {
  auto found = epochs_.find(epoch);
  if (found == epochs_.end()) return;
  auto& acts = found->second;
  for (; !acts.empty() && acts.front().first <= seq; acts.pop_front()) {
    auto application = acts_.find(acts.front().second);
    if (--application->second == 0) acts_.erase(application);
  }
  if (acts.empty()) epochs_.erase(found);
}

}  // namespace karvan::core
