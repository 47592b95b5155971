#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "node/unlock/tries.h"
#include "node/unlock/unlock_page.h"

namespace karvan::unlock {

constexpr std::size_t body_bytes_max = 16 << 10;

struct Try {
  seal::Key passphrase;
  std::unique_ptr<http::Reply> reply;
};

// Between the threads that hear and the one that tries. `page` must outlive it.
class Desk {
 public:
  // `in_vain`: why no passphrase could open it.
  Desk(const std::string& box, const Page& page, std::optional<Code> in_vain = {});

  // Whatever comes of it, no byte of the request's body is left when this returns.
  void handle(http::Request& request, std::unique_ptr<http::Reply> reply);

  Try next();  // waits until there is one
  void was_wrong();

 private:
  // `reply` stays where it is on an error.
  Result<void> take(http::Request& request, std::unique_ptr<http::Reply>& reply);

  const std::string hello_;
  const Page& page_;
  std::mutex mutex_;  // guards all below
  std::condition_variable come_;
  Tries tries_;
  bool trying_ = false;  // from its coming until it is known to be wrong
  std::optional<Try> waiting_;
};

}  // namespace karvan::unlock
