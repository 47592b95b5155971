#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "sync/http/server.h"

// TLS 1.3 (RFC 8446) as a transformation of bytes: what came from the wire goes in, plain text comes out, and what must
// go to the wire is fetched. So a connection is one type, plain or sealed, and its socket never sees OpenSSL.
namespace karvan::http {

class TlsContext {
 public:
  virtual ~TlsContext() = default;
};
Result<std::shared_ptr<TlsContext>> make_tls_context(const Tls& tls);

class Channel {
 public:
  struct Peer {
    std::string fingerprint;  // empty without a certificate
    std::string name;
    bool expired = false;
  };

  virtual ~Channel() = default;
  // Appends plain text to `plain`. False: the peer broke the protocol or closed; send what `outgoing` has, then close.
  virtual bool received(std::string_view wire, std::string& plain) = 0;
  virtual void send(std::string_view plain) = 0;
  virtual void close() = 0;            // close_notify
  virtual std::string outgoing() = 0;  // bytes for the wire, in order; empty where there are none
  virtual bool established() const = 0;
  virtual Peer peer() const = 0;
};

// Without a context: plain text, straight through.
std::unique_ptr<Channel> make_channel(const std::shared_ptr<TlsContext>& context);

}  // namespace karvan::http
