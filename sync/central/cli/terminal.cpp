#include "sync/central/cli/terminal.h"

#include <termios.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

#include "storage/vault/secret_line.h"

namespace karvan::central {
namespace {

sigset_t endings() {
  sigset_t set;
  sigemptyset(&set);
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  return set;
}

// No echo while it lives, where `fd` is a terminal.
class Quiet {
 public:
  Quiet(int fd, const char* prompt) : fd_(fd), terminal_(::isatty(fd) != 0 && ::tcgetattr(fd, &before_) == 0) {
    if (!terminal_) return;
    std::fputs(prompt, stderr);
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(fd, TCSAFLUSH, &quiet);
  }
  ~Quiet() {
    if (!terminal_) return;
    ::tcsetattr(fd_, TCSAFLUSH, &before_);
    std::fputs("\n", stderr);
  }
  Quiet(const Quiet&) = delete;

 private:
  int fd_;
  termios before_{};
  bool terminal_;
};

struct Advice {
  Code code;
  const char* words;
};

constexpr auto sentences = std::to_array<Advice>({
    {Code::key_wrong, "The passphrase is not the one of this centre. Try again."},
    {Code::key_missing,
     "No passphrase came, or there is no centre in this folder. Give the passphrase by "
     "--passphrase-fd or on standard input; make a centre with `karvan-central init`."},
    {Code::passphrase_short, "The passphrase is too short: take at least 12 characters."},
    {Code::slot_missing,
     "The box's vault has no recovery slot. Make one at the box with `karvan-node vault add recovery`, while its "
     "passphrase is known."},
    {Code::slot_unknown, "A newer version made this vault's slots. Use that version."},
    {Code::not_found, "There is nothing of that name. Check the path or the name."},
    {Code::exists_already, "It is there already, and stays as it is. Choose another name or folder."},
    {Code::database_damaged, "A file of the centre is damaged. Stop the service and restore the folder from a backup."},
    {Code::database_plaintext,
     "A file of the centre is not encrypted, so it is not one of ours. Restore it from a backup."},
    {Code::newer_schema, "A newer karvan-central has used this folder. Install that version."},
    {Code::disk_full, "The disk is full. Make room, then run the command again."},
    {Code::busy, "Another command is at work on these files. Run this one again in a moment."},
    {Code::malformed, "This cannot be read. Names are of small letters, digits and hyphens; addresses are HOST:PORT."},
    {Code::catalogue_missing, "Nothing is published yet. Run `karvan-central catalogue publish FOLDER`."},
    {Code::not_enrolled, "No node of that name is enrolled. `karvan-central nodes` lists them."},
    {Code::signature_wrong, "A signature does not hold, or what it signs is not what is here. Do not rely on it."},
    {Code::chain_gap, "Not all of it has come from the node yet. Try again after its next exchange."},
    {Code::seal_broken, "The sealed file was changed after it was sealed. Do not rely on it."},
    {Code::io_failed, "The system refused. Check that the folder is yours to write, and that the address is free."},
});

}  // namespace

std::int64_t wall_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

void hold_end_signals() {
  auto set = endings();
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void wait_for_end() {
  auto set = endings();
  int which = 0;
  ::sigwait(&set, &which);
}

Result<vault::Key> read_passphrase(int fd, const char* prompt) {
  const int from = fd < 0 ? STDIN_FILENO : fd;
  const Quiet quiet(from, prompt);
  TRY(auto line, vault::read_secret_line(from));
  if (line.view().ends_with('\r')) line = vault::Key::copy_of(line.view().substr(0, line.size() - 1));
  if (line.size() == 0) return fail(Code::key_missing, {}, "passphrase");
  return line;
}

bool wait_a_little(std::int64_t until_ms) {
  if (wall_ms() >= until_ms) return false;
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  return true;
}

std::string advice(const Error& error) {
  std::string words = "This went wrong.";
  for (const auto& sentence : sentences)
    if (sentence.code == error.code) words = sentence.words;
  return words + " [" + describe(error) + "]";
}

}  // namespace karvan::central
