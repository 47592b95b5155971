#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "sync/central/api/house.h"
#include "sync/central/api/lane.h"
#include "sync/central/receive/receive.h"
#include "sync/central/receive/upload.h"
#include "sync/central/reconcile/reconcile.h"
#include "sync/http/server.h"

namespace karvan::central {

// The listener that nodes speak to, and the centre's one writer behind it: receives, reconciles, answers.
//   POST /sync/v1/exchange  by an enrolled node's certificate
//   POST /sync/v1/enrol     by a one-time code, without a certificate
//   /sync/v1/files          attachments by tus 1.0 (tus.h), by an enrolled node's certificate
class SyncDesk {
 public:
  // `changed` is told after something was received or settled, from the desk's own thread.
  SyncDesk(const House& house, std::function<void()> changed);

  // Opens the files; the errors are theirs. Before the first request.
  Result<void> open();
  // An act of a person at headquarters, told to `then` from the desk's own thread. busy where the line is full.
  void act(PersonsAct act, std::function<void(Result<Outcome>)> then);
  // The http server's handler; answers later, from the desk's own thread.
  void handle(http::Request request, std::unique_ptr<http::Reply> reply);

 private:
  struct Books {
    Files files;
    Receiver receiver;
    Uploads uploads;
    Reconciler reconciler;
    Books(Files opened, const House& house)
        : files(std::move(opened)),
          receiver(files, house.keys),
          uploads(files, attachments_folder(house.files)),
          reconciler(files, house.keys.signing, house.entropy) {}
  };
  Result<std::unique_ptr<Books>> open_books() const;
  Result<http::Response> answer(const http::Request& request);
  Result<http::Response> exchange(const http::Request& request);
  Result<http::Response> upload(const http::Request& request);
  Result<void> check_certificate(const http::Request& request);
  Result<void> reconcile(std::int64_t ms_max);
  void recover(const Error& error);
  void tick();

  const House& house_;
  std::function<void()> changed_;
  std::unique_ptr<Books> books_;
  std::uint64_t told_ = 0;
  Error last_error_;
  std::unique_ptr<Lane> lane_;  // last: its thread ends before what it uses
};

// Bounds.
inline constexpr std::size_t sync_waiting_max = 256;            // requests in line; further ones are told busy
inline constexpr std::int64_t reconcile_in_request_ms = 1'000;  // so that an answer may hold what it brought
inline constexpr int sync_tick_ms = 500;

}  // namespace karvan::central
