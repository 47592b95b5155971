#include "hardware/hub/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace karvan::hub {
namespace {

constexpr std::array inherited = {"PATH", "HOME", "LANG"};

struct Pipe {
  int read = -1;
  int write = -1;
  static Pipe make() {
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC) != 0) return {};
    return {ends[0], ends[1]};
  }
  void close_both() const {
    if (read >= 0) ::close(read);
    if (write >= 0) ::close(write);
  }
};

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> list;
  for (const auto& w : words) list.push_back(const_cast<char*>(w.c_str()));
  list.push_back(nullptr);
  return list;
}

std::vector<std::string> environment(const std::vector<std::string>& extra) {
  std::vector<std::string> all;
  for (const auto* name : inherited)
    if (const char* v = std::getenv(name)) all.push_back(std::string(name) + "=" + v);
  all.insert(all.end(), extra.begin(), extra.end());
  return all;
}

// posix_spawn's two parameter blocks, set so that the child starts with a clean slate.
struct Slate {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  Slate(int child_in, int child_out) {
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, child_in, 0);
    posix_spawn_file_actions_adddup2(&files, child_out, 1);
    posix_spawn_file_actions_addclosefrom_np(&files, 3);
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~Slate() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  Slate(const Slate&) = delete;
  Slate& operator=(const Slate&) = delete;
};

}  // namespace

tl::expected<Process, std::string> Process::spawn(const std::vector<std::string>& argv,
                                                  const std::vector<std::string>& env) {
  if (argv.empty()) return tl::unexpected(std::string("no program"));
  auto to_child = Pipe::make();
  auto from_child = Pipe::make();
  auto words = pointers(argv);
  auto variables = environment(env);
  auto environ_words = pointers(variables);
  pid_t pid = -1;
  Slate slate(to_child.read, from_child.write);
  int error = to_child.read < 0 || from_child.read < 0
                  ? EMFILE
                  : posix_spawn(&pid, words[0], &slate.files, &slate.attributes, words.data(), environ_words.data());
  if (error != 0) {
    to_child.close_both();
    from_child.close_both();
    return tl::unexpected(argv[0] + ": " + std::strerror(error));
  }
  ::close(to_child.read);
  ::close(from_child.write);
  fcntl(to_child.write, F_SETFL, O_NONBLOCK);
  fcntl(from_child.read, F_SETFL, O_NONBLOCK);
  return Process(pid, to_child.write, from_child.read);
}

Spawned spawn_process(const std::vector<std::string>& argv, const std::vector<std::string>& env) {
  return Process::spawn(argv, env).map(
      [](Process process) -> std::unique_ptr<Channel> { return std::make_unique<Process>(std::move(process)); });
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      input_(std::exchange(other.input_, -1)),
      output_(std::exchange(other.output_, -1)) {}

Process& Process::operator=(Process&& other) noexcept {
  if (this != &other) {
    end();
    pid_ = std::exchange(other.pid_, -1);
    input_ = std::exchange(other.input_, -1);
    output_ = std::exchange(other.output_, -1);
  }
  return *this;
}

Process::~Process() { end(); }

// The group first: a driver's own helpers must not outlive it. SIGKILL is certain, so the wait is short.
void Process::end() {
  close_input();
  if (output_ >= 0) ::close(std::exchange(output_, -1));
  if (pid_ <= 0) return;
  kill(-pid_, SIGKILL);
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

void Process::close_input() {
  if (input_ >= 0) ::close(std::exchange(input_, -1));
}

ssize_t Process::write(std::string_view bytes) {
  if (input_ < 0) return -1;
  ssize_t n = 0;
  do n = ::write(input_, bytes.data(), bytes.size());
  while (n < 0 && errno == EINTR);
  if (n >= 0) return n;
  return errno == EAGAIN ? 0 : -1;
}

ssize_t Process::read(char* into, std::size_t size) {
  ssize_t n = 0;
  do n = ::read(output_, into, size);
  while (n < 0 && errno == EINTR);
  if (n > 0) return n;
  return n < 0 && errno == EAGAIN ? 0 : -1;
}

}  // namespace karvan::hub
