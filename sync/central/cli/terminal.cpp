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

// Of a box's vault, which is no file of the centre's.
constexpr auto sentences_of_a_box = std::to_array<Advice>({
    {Code::key_wrong,
     "The box's vault has no recovery slot for this key. Is it the centre, or the identity, that made it?"},
    {Code::slot_missing,
     "The box's vault has no recovery slot. Make one at the box with `karvan-node vault add recovery`, while its "
     "passphrase is known."},
    {Code::slot_unknown, "A newer version made this vault's slots. Use that version."},
    {Code::database_damaged,
     "The box's vault file is damaged. Copy it from the box again; nothing of the centre is touched."},
    {Code::newer_schema, "A newer karvan-node wrote the box's vault. Use the karvan-central of that version."},
    {Code::key_length_wrong, "The key in the box's recovery slot is not whole. Copy the file from the box again."},
    {Code::seal_broken, "The box's recovery slot was changed after it was sealed. Copy the file from the box again."},
    {Code::body_too_large,
     "The box's vault has as many slots as it can hold, or is no vault. Remove a slot at the box."},
});

template <class Table>
const char* find(const Table& table, Code code) {
  for (const auto& sentence : table)
    if (sentence.code == code) return sentence.words;
  return nullptr;
}

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

Result<seal::Key> read_passphrase(int fd, const char* prompt) {
  const int from = fd < 0 ? STDIN_FILENO : fd;
  const Quiet quiet(from, prompt);
  TRY(auto line, vault::read_secret_line(from));
  if (line.size() == 0) return fail(Code::key_missing, {}, "passphrase");
  return line;
}

bool wait_a_little(std::int64_t until_ms) {
  if (wall_ms() >= until_ms) return false;
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  return true;
}

std::string advice(const Error& error) {
  const char* words = nullptr;
  if (error.args.contains(of_a_box)) words = find(sentences_of_a_box, error.code);
  if (words == nullptr) words = find(sentences, error.code);
  return std::string(words == nullptr ? "This went wrong." : words) + " [" + describe(error) + "]";
}

}  // namespace karvan::central
