#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "sync/central/api/house.h"
#include "sync/central/api/lane.h"
#include "sync/central/api/views.h"
#include "sync/central/reconcile/act.h"
#include "sync/http/server.h"
#include "sync/web/kit/asset.h"

namespace karvan::central {

// The listener of the staff page at headquarters: the page itself, and openapi.yaml beside this file. It reads with
// connections of its own, and so never waits for receiving.
class Page {
 public:
  // Who writes what people do here: SyncDesk::act.
  using Writer = std::function<void(PersonsAct, std::function<void(Result<Outcome>)>)>;
  // Answers what anyone may ask, without signing in, on the page's thread; `views` brings files and catalogue.
  using Public = std::function<Result<http::Response>(Views& views, const http::Request& request)>;

  Page(const House& house, std::span<const web_kit::Asset> assets, Writer writer = {});

  // Gives a room of its own to all paths that begin so ("/verify", "/api/v1/verify/"). Before `open`.
  void serve_public(std::string prefix, Public answer);

  Result<void> open();
  void handle(http::Request request, std::unique_ptr<http::Reply> reply);
  // Nothing more is asked of the writer from here on.
  void close() { lane_.reset(); }
  // Tells every page that listens to fetch again. From any thread.
  void changed();

 private:
  struct Seat {
    std::string staff;
    std::string pin;  // its hash when they signed in: another one ends the seat
    std::int64_t until_ms = 0, used_ms = 0;
  };
  using Asked = std::pair<http::Request, std::unique_ptr<http::Reply>>;
  void take(const std::shared_ptr<Asked>& asked);
  Result<http::Response> answer(const http::Request& request);
  // False: it is not for the writer. Else it answers later.
  bool write(const std::shared_ptr<Asked>& asked);
  Result<PersonsAct> act_of(const http::Request& request);
  const Public* public_room(const std::string& path) const;
  Result<http::Response> command(const http::Request& request);
  Result<http::Response> sign_in(const http::Request& request);
  http::Response sign_out(const http::Request& request);
  const rules::Staff* who(const http::Request& request);
  bool is_over(const Seat& seat) const;
  void listen(std::unique_ptr<http::Reply> reply);
  void send_all(const std::string& bytes);
  const web_kit::Asset* asset(const std::string& path) const;

  const House& house_;
  std::span<const web_kit::Asset> assets_;
  Writer writer_;
  std::vector<std::pair<std::string, Public>> public_;
  std::unique_ptr<Views> views_;
  std::map<std::string, Seat> seats_;  // by digest of the cookie
  std::mutex streams_mutex_;
  std::vector<std::shared_ptr<http::Stream>> streams_;
  std::uint64_t version_ = 0;
  std::int64_t kept_alive_ms_ = 0;
  std::unique_ptr<Lane> lane_;  // last: its thread ends before what it uses
};

inline constexpr std::size_t page_waiting_max = 128;
inline constexpr std::size_t streams_max = 256;
inline constexpr std::size_t seats_max = 1'024;
inline constexpr std::int64_t seat_life_ms = 12 * 3'600'000LL;
inline constexpr std::int64_t seat_idle_ms = 15 * 60'000LL;  // as a node's desk is locked

}  // namespace karvan::central
