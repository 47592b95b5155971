#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "sync/central/api/crew.h"
#include "sync/central/api/house.h"
#include "sync/central/api/lane.h"
#include "sync/central/receive/receive.h"
#include "sync/central/receive/upload.h"
#include "sync/central/reconcile/reconcile.h"
#include "sync/central/reconcile/tail.h"
#include "sync/http/server.h"

namespace karvan::central {

// The listener that nodes speak to, and behind it two lanes with files of their own: one receives and answers, the
// other reconciles. A node waits a little for the second, so that an answer may hold what its request brought, and is
// answered whatever becomes of that; one that asks for receipts alone, or has much to hear as it is, does not wait.
//   POST /sync/v1/exchange  by an enrolled node's certificate
//   POST /sync/v1/enrol     by a one-time code, without a certificate
//   /sync/v1/files          attachments by tus 1.0 (tus.h), by an enrolled node's certificate
class SyncDesk {
 public:
  // `changed` is told after something was received or settled, from the desk's own threads, one at a time; `rested`
  // between two requests, and at least every `sync_tick_ms`.
  SyncDesk(const House& house, std::function<void()> changed, std::function<void()> rested = [] {});
  ~SyncDesk();

  // Opens the files; the errors are theirs. Before the first request.
  Result<void> open();
  // An act of a person at headquarters, told to `then` from the desk's own thread. busy where the line is full.
  void act(PersonsAct act, std::function<void(Result<Outcome>)> then);
  // The http server's handler; answers later, from the desk's own threads.
  void handle(http::Request request, std::unique_ptr<http::Reply> reply);

 private:
  struct Front {
    Files files;
    Receiver receiver;
    Uploads uploads;
    Front(Files opened, const House& house)
        : files(std::move(opened)),
          receiver(files, house.keys,
                   [this, &house](const Node& node, const std::vector<exchange::Tail>& tail, std::int64_t now_ms) {
                     return admit_tail(files, house.keys.signing, node, tail, now_ms);
                   }),
          uploads(files, attachments_folder(house.files)) {}
  };
  struct Back {
    Files files;
    Reconciler reconciler;
    Back(Files opened, const House& house, Crew& crew)
        : files(std::move(opened)),
          reconciler(files, house.keys.signing, house.entropy,
                     [&crew](std::size_t count, const Crew::Work& work, const Crew::Aside& aside) {
                       crew.each(count, work, aside);
                     }) {}
  };
  // One request on its way through the lanes.
  struct Round {
    http::Request request;
    std::unique_ptr<http::Reply> reply;
    std::size_t bytes = 0;
    std::int64_t begun_ms = 0;  // when it was here
    std::string office = {};
    Accepted asked = {};
    std::int64_t until_ms = 0;  // how long it waits for what it brought to be reconciled
  };
  using Shared = std::shared_ptr<Round>;

  Result<Files> open_files_whole() const;
  Result<void> open_front();
  Result<void> open_back();
  void send(Round& round, Result<http::Response> response);
  void receive(const Shared& round);
  Result<http::Response> receive_small(const http::Request& request);
  Result<http::Response> upload(const http::Request& request);
  Result<void> accept(Round& round);
  Result<std::string> check_certificate(const http::Request& request);
  void settle(const Shared& round);
  static Result<bool> much_to_tell(Files& files, const Round& round);
  Result<void> settle_for(const Round& round);
  Result<http::Response> answer(const Round& round);
  void finish(Round& round);
  void recover_front(const Error& error);
  void recover_back(const Error& error);
  void tick_front();
  void tick_back(Lane& lane);
  void tell_changed();

  const House& house_;
  std::function<void()> changed_, rested_;
  std::mutex telling_;
  Crew crew_{helpers_here()};
  std::unique_ptr<Front> front_;
  std::unique_ptr<Back> back_;
  std::uint64_t told_ = 0;
  Error front_error_, back_error_;
  std::atomic<std::size_t> waiting_bytes_ = 0;
  std::unique_ptr<Lane> front_lane_, back_lane_;
};

// Bounds.
inline constexpr std::size_t sync_waiting_max = 256;             // requests in line; further ones are told busy
inline constexpr std::size_t sync_waiting_bytes_max = 64 << 20;  // of their bodies, or one of any size
inline constexpr std::int64_t reconcile_in_request_ms = 1'000;   // so that an answer may hold what it brought
inline constexpr std::uint64_t entries_told_at_once = 1'024;
inline constexpr int sync_tick_ms = 500;

}  // namespace karvan::central
