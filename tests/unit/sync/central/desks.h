#pragma once
#include <future>

#include "storage/seal/pin.h"
#include "sync/central/api/page.h"
#include "sync/central/api/sign_in.h"
#include "sync/central/api/sync_desk.h"
#include "sync/central/store/roster.h"
#include "tests/unit/sync/central/fixture.h"

namespace karvan::central::testing {

class Promised : public http::Reply {
 public:
  explicit Promised(std::shared_ptr<std::promise<http::Response>> promise) : promise_(std::move(promise)) {}
  void send(http::Response response) override { promise_->set_value(std::move(response)); }
  std::shared_ptr<http::Stream> stream(http::Response head) override;

 private:
  std::shared_ptr<std::promise<http::Response>> promise_;
};

template <class Desk>
http::Response ask(Desk& desk, http::Request request) {
  auto promise = std::make_shared<std::promise<http::Response>>();
  auto answered = promise->get_future();
  desk.handle(std::move(request), std::make_unique<Promised>(promise));
  if (answered.wait_for(std::chrono::seconds(20)) != std::future_status::ready) throw std::runtime_error("no answer");
  return answered.get();
}

class Desks : public Centre {
 protected:
  Desks();
  void put_person(const std::string& id, const std::string& name, rules::Role role);
  http::Request get(const std::string& route, const std::string& cookie = {});
  // A command of the page, by the person whose cookie it is.
  http::Request post(const std::string& route, const std::string& body, const std::string& cookie = {});
  http::Request sign_in(const std::string& staff, const std::string& pin);
  std::string cookie_of(const http::Response& response);
  http::Request exchange(const Box& box, const std::string& fingerprint = "fp");
  House house_;
};

// Both desks, as `serve` wires them.
struct Open {
  explicit Open(const House& house);
  ~Open() { page.close(); }
  Page page;
  SyncDesk desk;
};

}  // namespace karvan::central::testing
