#pragma once
#include <sys/types.h>

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace karvan::hub {

// A child with pipes on its stdin and stdout, both non-blocking here; its stderr is ours. It leads a process group of
// its own, inherits no other descriptor, and dies with this object.
class Process {
 public:
  // The error is a sentence for a technician.
  static tl::expected<Process, std::string> spawn(const std::vector<std::string>& argv,
                                                  const std::vector<std::string>& env);
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  ~Process();

  int input_fd() const { return input_; }  // -1 once closed
  int output_fd() const { return output_; }

  // Bytes taken by the pipe: 0 where it is full, -1 where the child no longer reads.
  ssize_t write(std::string_view bytes);
  // Bytes read: 0 where there are none now, -1 at the end.
  ssize_t read(char* into, std::size_t size);

  void close_input();

 private:
  Process(pid_t pid, int input, int output) : pid_(pid), input_(input), output_(output) {}
  void end();

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
};

}  // namespace karvan::hub
