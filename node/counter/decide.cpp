#include "node/counter/decide.h"

namespace karvan::counter {

Result<Decision> decide(const World& world, const Command& cmd) {
  return std::visit([&](const auto& one) { return decide(world, one); }, cmd);
}

Result<Decision> decide(const World&, const ExchangeNow&) { return Decision{.effects = {StartExchange{}}}; }

}  // namespace karvan::counter
