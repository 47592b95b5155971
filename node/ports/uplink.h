#pragma once
#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "node/core/letters.h"
#include "node/ports/files.h"
#include "node/ports/worker.h"
#include "sync/exchange/upload.h"
#include "sync/http/client.h"

namespace karvan::ports {

// The way to the centre: one round of the exchange, or one piece of an attachment, at a time, on a thread of its own;
// beside it, pushes on connections of theirs. When to speak, and how long to pause after a failure, is the core's to
// say (core::Link).
class Uplink {
 public:
  static constexpr std::size_t push_lanes = 4;
  struct Peer {
    std::string url;              // "https://centre.example:8443"
    http::ClientOptions options;  // with our certificate
    seal::VerifyingKey centre;    // signs checkpoints
  };

  // `mailbox` and `files` must outlive it.
  Uplink(Peer peer, core::Mailbox& mailbox, Files& files);
  ~Uplink();

  // From any thread. Each is answered by one ExchangeAnswer, also where nobody could be reached.
  void send(core::SendExchange order);
  // From any thread. Each is answered by one UploadAnswer. Creates the file at the centre, or asks how much of it is
  // there, where the order says so; then sends one piece.
  void upload(core::SendUpload order);
  void stop();  // breaks off the round under way

 private:
  // A thread with its connection.
  struct Lane {
    std::unique_ptr<http::Client> client;
    Worker worker;
  };
  core::ExchangeAnswer round(Lane& lane, const core::SendExchange& order);
  core::UploadAnswer piece(const core::SendUpload& order);
  Result<void> step(exchange::UploadState& state, const exchange::UploadStep& next, core::UploadAnswer& outcome);
  Result<http::Answer> send(Lane& lane, http::Exchange exchange);

  Peer peer_;
  core::Mailbox& mailbox_;
  Files& files_;
  std::shared_ptr<std::atomic<bool>> stopping_;
  Lane main_;
  std::array<Lane, push_lanes> pushes_;
};

// Bodies shorter than this say nothing about the link's speed.
inline constexpr std::size_t measured_bytes_min = 16 << 10;
inline constexpr int round_ms_max = 20 * 60'000, stalled_seconds_max = 60;
inline constexpr int upload_steps_max = 6;  // of one order: create, ask and send, and once more after a refusal

}  // namespace karvan::ports
