#pragma once
#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace karvan::hub {

// The streams of one running driver, which ends with this object. A Process; a recording of one in tests/replay.
class Channel {
 public:
  virtual ~Channel() = default;

  virtual int input_fd() const = 0;  // -1: never full, or closed
  virtual int output_fd() const = 0;

  // Bytes taken: 0 where there is no room, -1 where the driver no longer reads.
  virtual ssize_t write(std::string_view bytes) = 0;
  // Bytes read: 0 where there are none now, -1 at the end.
  virtual ssize_t read(char* into, std::size_t size) = 0;

  virtual void close_input() = 0;
};

// Starts a driver. The error is a sentence for a technician.
using Spawned = tl::expected<std::unique_ptr<Channel>, std::string>;
using Spawn = std::function<Spawned(const std::vector<std::string>& argv, const std::vector<std::string>& env)>;

Spawned spawn_process(const std::vector<std::string>& argv, const std::vector<std::string>& env);

}  // namespace karvan::hub
