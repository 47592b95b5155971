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
  std::shared_ptr<http::Stream> stream(http::Response head) override {
    promise_->set_value(std::move(head));
    return nullptr;
  }

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
  Desks() {
    house_.files = {folder_, std::string(32, 'i'), std::string(32, 'r')};
    house_.keys = keys_;
    house_.entropy = counted(77);
    house_.now_ms = [] { return noon; };
    house_.log = [](const std::string&) {};
    put_person("leyla", "Leyla", rules::Role::clerk);
  }
  void put_person(const std::string& id, const std::string& name, rules::Role role) {
    rules::Staff person{id, name, role, {}, {}, {}, {}, true};
    if (role == rules::Role::officer) person.institutions = {"registry"};
    person.pin = seal::hash_pin("123456", counted(3), seal::Argon2Cost{1, 8});
    must(put_staff(*files_, person));
  }
  http::Request get(const std::string& route, const std::string& cookie = {}) {
    http::Request request;
    request.method = "GET";
    request.path = "/api/v1/" + route;
    if (!cookie.empty()) request.headers["cookie"] = cookie;
    return request;
  }
  // A command of the page, by the person whose cookie it is.
  http::Request post(const std::string& route, const std::string& body, const std::string& cookie = {}) {
    auto request = get(route, cookie);
    request.method = "POST";
    request.body = body;
    return request;
  }
  http::Request sign_in(const std::string& staff, const std::string& pin) {
    http::Request request;
    request.method = "POST";
    request.path = "/api/v1/commands/sign_in";
    request.body = "{\"cmd\":\"0123456789abcdef\",\"staff\":\"" + staff + "\",\"pin\":\"" + pin + "\"}";
    return request;
  }
  std::string cookie_of(const http::Response& response) {
    for (const auto& [name, value] : response.headers)
      if (name == "Set-Cookie") return value.substr(0, value.find(';'));
    return {};
  }
  http::Request exchange(const Box& box, const std::string& fingerprint = "fp") {
    http::Request request;
    request.method = "POST";
    request.path = "/sync/v1/exchange";
    request.client_name = box.name();
    request.client_fingerprint = fingerprint;
    request.body = exchange::encode(box.request(), 3);
    return request;
  }
  House house_;
};

// Both desks, as `serve` wires them.
struct Open {
  explicit Open(const House& house)
      : page(house, {}, [this](PersonsAct act, auto then) { desk.act(std::move(act), std::move(then)); }),
        desk(house, [] {}) {
    must(desk.open());
    must(page.open());
  }
  ~Open() { page.close(); }
  Page page;
  SyncDesk desk;
};

}  // namespace karvan::central::testing
