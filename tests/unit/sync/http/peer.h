#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <string_view>

namespace karvan::http::test {

// A raw TCP peer on loopback: says any bytes and reads what comes, with a deadline of five seconds.
class Peer {
 public:
  explicit Peer(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  ~Peer() { ::close(fd_); }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  bool connected() const { return connected_; }
  int fd() const { return fd_; }
  void say(std::string_view bytes) {
    while (!bytes.empty()) {
      auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void stop_saying() { ::shutdown(fd_, SHUT_WR); }

  // Everything up to the end of the connection, or up to where `until` has come.
  std::string hear(std::string_view until = {}) {
    std::string heard = std::move(rest_);
    rest_.clear();
    for (;;) {
      auto at = until.empty() ? std::string::npos : heard.find(until);
      if (at != std::string::npos) {
        rest_ = heard.substr(at + until.size());
        return heard.substr(0, at + until.size());
      }
      pollfd waiting{fd_, POLLIN, 0};
      if (::poll(&waiting, 1, 5000) <= 0) return heard + "[deadline]";
      char block[4096];
      auto size = ::recv(fd_, block, sizeof block, 0);
      if (size <= 0) return heard;
      heard.append(block, static_cast<std::size_t>(size));
    }
  }

 private:
  int fd_;
  bool connected_ = false;
  std::string rest_;
};

}  // namespace karvan::http::test
