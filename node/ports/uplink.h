#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "node/core/letters.h"
#include "node/ports/worker.h"
#include "sync/http/client.h"

namespace karvan::ports {

// The way to the centre: one round of the exchange at a time, on a thread of its own. When to speak, and how long to
// pause after a failure, is the core's to say (core::Link).
class Uplink {
 public:
  struct Peer {
    std::string url;              // "https://centre.example:8443"
    http::ClientOptions options;  // with our certificate
    seal::VerifyingKey centre;    // signs checkpoints
  };

  // `mailbox` must outlive it.
  Uplink(Peer peer, core::Mailbox& mailbox);
  ~Uplink();

  // From any thread. Each is answered by one ExchangeAnswer, also where nobody could be reached.
  void send(core::SendExchange order);
  void stop();  // breaks off the round under way

 private:
  core::ExchangeAnswer round(const core::SendExchange& order);
  Result<http::Answer> post(std::string body);

  Peer peer_;
  core::Mailbox& mailbox_;
  std::shared_ptr<std::atomic<bool>> stopping_;
  std::unique_ptr<http::Client> client_;
  Worker worker_;
};

// Bodies shorter than this say nothing about the link's speed.
inline constexpr std::size_t measured_bytes_min = 16 << 10;

}  // namespace karvan::ports
