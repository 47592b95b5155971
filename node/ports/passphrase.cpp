#include "node/ports/passphrase.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace karvan::ports {

namespace {

// The controlling terminal, with echo off while it lives.
class Terminal {
 public:
  Terminal() : fd_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    if (fd_ < 0 || ::tcgetattr(fd_, &before_) != 0) return;
    auto quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(fd_, TCSAFLUSH, &quiet) == 0;
  }
  ~Terminal() {
    if (changed_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
    if (fd_ >= 0) ::close(fd_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  bool there() const { return changed_; }
  Result<std::string> ask(std::string_view words) {
    say(words);
    auto line = read_line(fd_);
    say("\n");
    return line;
  }

 private:
  void say(std::string_view words) { [[maybe_unused]] auto written = ::write(fd_, words.data(), words.size()); }

  int fd_;
  termios before_{};
  bool changed_ = false;
};

Result<std::string> from_terminal(bool fresh) {
  Terminal terminal;
  if (!terminal.there()) return fail(Code::key_missing, {}, "passphrase");
  TRY(auto passphrase, terminal.ask(fresh ? "Choose a passphrase for this box: " : "Passphrase of this box: "));
  if (!fresh) return passphrase;
  TRY(auto again, terminal.ask("The same once more: "));
  if (again != passphrase) return fail(Code::key_wrong, {}, "the two passphrases differ");
  return passphrase;
}

}  // namespace

Result<std::string> read_line(int fd) {
  std::string line;
  char c = 0;
  for (;;) {
    auto size = ::read(fd, &c, 1);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return fail(Code::io_failed, {{"reason", std::strerror(errno)}}, "fd " + std::to_string(fd));
    if (size == 0 || c == '\n') return line;
    if (line.size() == line_bytes_max) return fail(Code::body_too_large, {}, "fd " + std::to_string(fd));
    line.push_back(c);
  }
}

Result<std::string> read_passphrase(int fd, bool fresh) {
  TRY(auto passphrase, fd >= 0 ? read_line(fd) : from_terminal(fresh));
  if (passphrase.empty()) return fail(Code::key_missing, {}, "passphrase");
  if (fresh && passphrase.size() < passphrase_characters_min) {
    return fail(Code::key_wrong, {}, "a new passphrase needs at least 12 characters");
  }
  return passphrase;
}

}  // namespace karvan::ports
