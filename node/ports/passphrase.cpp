#include "node/ports/passphrase.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "storage/seal/hash.h"
#include "storage/vault/secret_line.h"

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
  Result<seal::Key> ask(std::string_view words) {
    say(words);
    auto line = vault::read_secret_line(fd_);
    say("\n");
    return line;
  }

 private:
  void say(std::string_view words) { [[maybe_unused]] auto written = ::write(fd_, words.data(), words.size()); }

  int fd_;
  termios before_{};
  bool changed_ = false;
};

Result<seal::Key> from_terminal(bool fresh) {
  Terminal terminal;
  if (!terminal.there()) return fail(Code::key_missing, {}, "passphrase");
  TRY(auto passphrase, terminal.ask(fresh ? "Choose a new passphrase for this box: " : "Passphrase of this box: "));
  if (!fresh) return passphrase;
  TRY(auto again, terminal.ask("The same once more: "));
  if (!seal::equal_constant_time(again.view(), passphrase.view())) {
    return fail(Code::key_wrong, {}, "the two passphrases differ");
  }
  return passphrase;
}

}  // namespace

Result<seal::Key> read_passphrase(int fd, Asked asked) {
  const bool fresh = asked == Asked::new_of_this_box;
  TRY(auto passphrase, fd >= 0 ? vault::read_secret_line(fd) : from_terminal(fresh));
  if (passphrase.size() == 0) return fail(Code::key_missing, {}, "passphrase");
  if (fresh && !vault::is_long_enough(passphrase.view())) {
    return fail(Code::passphrase_short, {{"characters_min", std::to_string(vault::passphrase_characters_min)}},
                "passphrase");
  }
  return passphrase;
}

}  // namespace karvan::ports
