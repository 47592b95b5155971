#pragma once
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <string>

#include "tests/support/scratch.h"

extern char** environ;

namespace karvan::tpm {

// A TPM of the test's own: swtpm in a folder, reached through a socket there, ended by its pid.
class SoftTpm {
 public:
  SoftTpm() { start(); }
  // With `banks` of registers alone ("sha1"), as a machine's firmware may have set its chip up.
  explicit SoftTpm(std::string banks) {
    std::array words{std::string("swtpm_setup"), std::string("--tpm2"),      std::string("--tpmstate"),
                     scratch_.folder().string(), std::string("--pcr-banks"), std::move(banks),
                     std::string("--logfile"),   scratch_.path("setup.log"), std::string("--not-overwrite")};
    run(words);
    start();
  }
  ~SoftTpm() { stop(); }

  void start() {
    const std::string state = "dir=" + scratch_.folder().string();
    const std::string server = "type=unixio,path=" + scratch_.path("tpm");
    const std::string control = "type=unixio,path=" + scratch_.path("tpm.ctrl");
    const std::string pid_file = "file=" + scratch_.path("pid");
    // It forks once its sockets are there, so that nobody need wait for them.
    std::array words{std::string("swtpm"),
                     std::string("socket"),
                     std::string("--tpm2"),
                     std::string("--tpmstate"),
                     state,
                     std::string("--server"),
                     server,
                     std::string("--ctrl"),
                     control,
                     std::string("--pid"),
                     pid_file,
                     std::string("--flags"),
                     std::string("not-need-init,startup-clear"),
                     std::string("--daemon")};
    run(words);
    pid_ = std::stoi(test::bytes_of(scratch_.path("pid")));
  }

  void stop() {
    if (pid_ <= 0) return;
    // It is no child of ours, so that it cannot be waited for by its id.
    const int process = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    ::kill(pid_, SIGTERM);
    pollfd end{process, POLLIN, 0};
    EXPECT_EQ(::poll(&end, 1, 10'000), 1);
    ::close(process);
    pid_ = -1;
  }

  // TPM2_PCR_Extend of one SHA-256 digest (TPM 2.0 part 3, 22.2), as firmware that has changed would do it.
  void extend(std::uint8_t pcr) {
    std::string to = std::string(3, '\0') + static_cast<char>(pcr);
    send("\x01\x82", to, std::string("\x00\x00\x00\x01\x00\x0b", 6) + std::string(32, 'x'));
  }
  // TPM2_NV_UndefineSpace, as whoever has the box could do it.
  void forget(std::uint32_t index) { send("\x01\x22", owner() + big_endian(index), ""); }
  // TPM2_NV_DefineSpace of eight ordinary bytes that anybody writes and reads (TPMA_NV AUTHREAD, AUTHWRITE).
  void define_plain(std::uint32_t index) {
    const auto area = big_endian(index) + std::string("\x00\x0b\x00\x04\x00\x04\x00\x00\x00\x08", 10);
    send("\x01\x2a", owner(), std::string(2, '\0') + std::string(1, '\0') + static_cast<char>(area.size()) + area);
  }

  std::string tcti() const { return "swtpm:path=" + scratch_.path("tpm"); }

 private:
  static std::string big_endian(std::uint32_t number) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xFF);
    return bytes;
  }
  static std::string owner() { return big_endian(0x40000001); }  // TPM_RH_OWNER

  // A command with one session, which is an empty password.
  void send(const std::string& code, const std::string& handles, const std::string& parameters) {
    const std::string password("\x00\x00\x00\x09\x40\x00\x00\x09\x00\x00\x00\x00\x00", 13);
    const std::string rest = std::string(2, '\0') + code + handles + password + parameters;
    const auto command = std::string("\x80\x02", 2) + big_endian(static_cast<std::uint32_t>(6 + rest.size())) + rest;
    const int to = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, scratch_.path("tpm").c_str(), sizeof address.sun_path - 1);
    ASSERT_EQ(::connect(to, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::write(to, command.data(), command.size()), static_cast<ssize_t>(command.size()));
    std::string answer(19, '\0');
    ASSERT_EQ(::recv(to, answer.data(), answer.size(), MSG_WAITALL), 19);
    ASSERT_EQ(answer.substr(6, 4), std::string(4, '\0'));  // TPM_RC_SUCCESS
    ::close(to);
  }

  template <std::size_t count>
  static void run(std::array<std::string, count>& words) {
    std::array<char*, count + 1> arguments{};
    for (std::size_t i = 0; i < count; ++i) arguments[i] = words[i].data();
    pid_t child = 0;
    ASSERT_EQ(::posix_spawnp(&child, arguments[0], nullptr, nullptr, arguments.data(), environ), 0);
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
  }

  test::Scratch scratch_;
  pid_t pid_ = -1;
};

}  // namespace karvan::tpm
