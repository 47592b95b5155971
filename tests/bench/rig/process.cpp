#include "tests/bench/rig/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <fstream>

#include "node/ports/system.h"

namespace karvan::bench {
namespace {

constexpr int secret_fd = 3;
constexpr int not_started = 127;

struct Pipe {
  int read = -1, write = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    read = ends[0];
    write = ends[1];
  }
};

// In the child, between fork and exec: whatever becomes of the bench, the program ends with it.
[[noreturn]] void become(char* const* words, pid_t bench, int told, int as, int secret) {
  const bool ready = ::prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && ::getppid() == bench && ::dup2(told, as) == as &&
                     ::dup2(secret, secret_fd) == secret_fd && ::fcntl(secret_fd, F_SETFD, 0) == 0;
  if (ready) ::execv(words[0], words);
  ::_exit(not_started);
}

// `told` becomes the child's descriptor `as`. On the bench's main thread: the child ends with the thread that made it.
pid_t spawn(const std::string& name, std::vector<std::string> args, const std::string& secret, int told, int as) {
  Pipe secrets;
  if (::write(secrets.write, secret.data(), secret.size()) != static_cast<ssize_t>(secret.size()))
    throw std::runtime_error("pipe");
  ::close(secrets.write);
  args.insert(args.begin(), ports::program_folder() + "/" + name);
  args.insert(args.end(), {"--passphrase-fd", std::to_string(secret_fd)});
  std::vector<char*> words;
  for (auto& arg : args) words.push_back(arg.data());
  words.push_back(nullptr);
  const pid_t bench = ::getpid(), pid = ::fork();
  if (pid == 0) become(words.data(), bench, told, as, secrets.read);
  ::close(secrets.read);
  if (pid < 0) throw std::runtime_error(args[0] + " does not start");
  return pid;
}

std::string field_of(const std::string& file, const std::string& name) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(name)) return line.substr(name.size());
  return "";
}

}  // namespace

Program::Program(const std::string& name, std::vector<std::string> args, const std::string& secret) {
  Pipe said;
  pid_ = spawn(name, std::move(args), secret, said.write, STDERR_FILENO);
  ::close(said.write);
  said_fd_ = said.read;
}

Program::~Program() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
  ::close(said_fd_);
}

std::string Program::await(const std::string& word, int seconds_max) {
  const auto deadline = ports::steady_ms() + seconds_max * 1'000;
  for (;;) {
    const auto at = said_.find(word);
    const auto end = at == said_.npos ? at : said_.find('\n', at);
    if (end != said_.npos) return said_.substr(at + word.size(), end - at - word.size());
    pollfd ready{said_fd_, POLLIN, 0};
    const auto left = deadline - ports::steady_ms();
    std::array<char, 4'096> some{};
    if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0) throw std::runtime_error("no word of " + word);
    const auto size = ::read(said_fd_, some.data(), some.size());
    if (size <= 0) throw std::runtime_error("ended: " + said_);
    said_.append(some.data(), static_cast<std::size_t>(size));
  }
}

long Program::peak_rss_mib() const {
  return std::stol(field_of("/proc/" + std::to_string(pid_) + "/status", "VmHWM:")) / 1024;
}

double Program::cpu_s() const {
  std::ifstream in("/proc/" + std::to_string(pid_) + "/stat");
  std::string text;
  std::getline(in, text);
  text = text.substr(text.rfind(')') + 2);  // the name may hold blanks; user and system time are 12 and 13 after it
  std::size_t at = 0;
  for (int i = 0; i < 11; ++i) at = text.find(' ', at) + 1;
  const long user = std::stol(text.substr(at));
  const long system = std::stol(text.substr(text.find(' ', at)));
  return static_cast<double>(user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::string run(const std::string& name, std::vector<std::string> args, const std::string& secret) {
  Pipe out;
  const pid_t pid = spawn(name, std::move(args), secret, out.write, STDOUT_FILENO);
  ::close(out.write);
  std::string said;
  std::array<char, 4'096> some{};
  for (ssize_t size = 0; (size = ::read(out.read, some.data(), some.size())) > 0;)
    said.append(some.data(), static_cast<std::size_t>(size));
  ::close(out.read);
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (status != 0) throw std::runtime_error(name + " failed: " + said);
  return said;
}

}  // namespace karvan::bench
