#pragma once
#include "hardware/hub/channel.h"

namespace karvan::hub {

// A child with pipes on its stdin and stdout, both non-blocking here; its stderr is ours. It leads a process group of
// its own, inherits no other descriptor, and dies with this object.
class Process final : public Channel {
 public:
  // The error is a sentence for a technician.
  static tl::expected<Process, std::string> spawn(const std::vector<std::string>& argv,
                                                  const std::vector<std::string>& env);
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  ~Process() override;

  int input_fd() const override { return input_; }  // -1 once closed
  int output_fd() const override { return output_; }
  ssize_t write(std::string_view bytes) override;
  ssize_t read(char* into, std::size_t size) override;
  void close_input() override;

 private:
  Process(pid_t pid, int input, int output) : pid_(pid), input_(input), output_(output) {}
  void end();

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
};

}  // namespace karvan::hub
