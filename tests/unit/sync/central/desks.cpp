#include "tests/unit/sync/central/desks.h"

namespace karvan::central::testing {

std::shared_ptr<http::Stream> Promised::stream(http::Response head) {
  promise_->set_value(std::move(head));
  return nullptr;
}

Desks::Desks() {
  house_.files = {folder_, std::string(32, 'i'), std::string(32, 'r')};
  house_.keys = keys_;
  house_.entropy = counted(77);
  house_.now_ms = [] { return noon; };
  house_.log = [](const std::string&) {};
  put_person("leyla", "Leyla", rules::Role::clerk);
}

void Desks::put_person(const std::string& id, const std::string& name, rules::Role role) {
  rules::Staff person{id, name, role, {}, {}, {}, {}, true};
  if (role == rules::Role::officer) person.institutions = {"registry"};
  person.pin = seal::hash_pin("123456", counted(3), seal::Argon2Cost{1, 8});
  must(put_staff(*files_, person));
}

http::Request Desks::get(const std::string& route, const std::string& cookie) {
  http::Request request;
  request.method = "GET";
  request.path = "/api/v1/" + route;
  if (!cookie.empty()) request.headers["cookie"] = cookie;
  return request;
}

http::Request Desks::post(const std::string& route, const std::string& body, const std::string& cookie) {
  auto request = get(route, cookie);
  request.method = "POST";
  request.body = body;
  return request;
}

http::Request Desks::sign_in(const std::string& staff, const std::string& pin) {
  http::Request request;
  request.method = "POST";
  request.path = "/api/v1/commands/sign_in";
  request.body = "{\"cmd\":\"0123456789abcdef\",\"staff\":\"" + staff + "\",\"pin\":\"" + pin + "\"}";
  return request;
}

std::string Desks::cookie_of(const http::Response& response) {
  for (const auto& [name, value] : response.headers)
    if (name == "Set-Cookie") return value.substr(0, value.find(';'));
  return {};
}

http::Request Desks::exchange(const Box& box, const std::string& fingerprint) {
  http::Request request;
  request.method = "POST";
  request.path = "/sync/v1/exchange";
  request.client_name = box.name();
  request.client_fingerprint = fingerprint;
  request.body = exchange::encode(box.request(), 3);
  return request;
}

Open::Open(const House& house)
    : page(house, {}, [this](PersonsAct act, auto then) { desk.act(std::move(act), std::move(then)); }),
      desk(house, [] {}) {
  must(desk.open());
  must(page.open());
}

}  // namespace karvan::central::testing
