#include "node/unlock/desk.h"

#include <cstring>

#include "node/api/decode.h"
#include "node/api/gate.h"
#include "storage/model/json.h"

namespace karvan::unlock {
namespace {

struct Wiped {
  std::string& body;
  ~Wiped() { ::explicit_bzero(body.data(), body.size()); }
};

Result<seal::Key> take_passphrase(std::string_view body) {
  TRY(auto object, json::parse_object(body, body_bytes_max));
  constexpr std::string_view members[] = {"passphrase"};
  TRY_VOID(api::check_members(object, members, "open_box"));
  auto* given = object.if_contains("passphrase");
  if (given == nullptr || !given->is_string()) return fail(Code::field_missing, {{"field", "passphrase"}});
  auto& text = given->as_string();
  auto passphrase = seal::Key::copy_of({text.data(), text.size()});
  ::explicit_bzero(text.data(), text.size());
  return passphrase;
}

std::string sealed_hello(const std::string& box, std::optional<Code> in_vain) {
  return json::write(json::object{{"node", box},
                                  {"office", ""},
                                  {"stop", ""},
                                  {"languages", {"en", "ur", "az"}},
                                  {"unlocked", false},
                                  {"sealed_by", in_vain ? name_of(*in_vain) : "passphrase"},
                                  {"staff", json::array()},
                                  {"me", nullptr}});
}

}  // namespace

Desk::Desk(const std::string& box, const Page& page, std::optional<Code> in_vain)
    : hello_(sealed_hello(box, in_vain)), page_(page) {}

void Desk::handle(http::Request& request, std::unique_ptr<http::Reply> reply) {
  const Wiped wiped{request.body};
  if (!request.path.starts_with("/api/")) return reply->send(page_.files(request));
  if (auto admitted = api::admit(request, {}); !admitted) return reply->send(http::problem(admitted.error()));
  if (request.method == "GET" && request.path == "/api/v1/hello") return reply->send(http::json(hello_));
  if (request.method != "POST" || request.path != "/api/v1/commands/open_box") {
    return reply->send(http::problem(Error{.code = Code::key_missing}));
  }
  if (auto taken = take(request, reply); !taken) reply->send(http::problem(taken.error()));
}

Try Desk::next() {
  std::unique_lock lock(mutex_);
  come_.wait(lock, [this] { return waiting_.has_value(); });
  Try one = *std::move(waiting_);
  waiting_.reset();
  return one;
}

void Desk::was_wrong() {
  const std::lock_guard lock(mutex_);
  tries_.wrong(page_.clock_ms());
  trying_ = false;
}

Result<void> Desk::take(http::Request& request, std::unique_ptr<http::Reply>& reply) {
  if (!request.loopback) return fail(Code::origin_not_allowed, {}, "unlock");
  TRY(auto passphrase, take_passphrase(request.body));
  const std::lock_guard lock(mutex_);
  if (trying_) return fail(Code::busy, {}, "unlock");
  const auto wait_ms = tries_.wait_ms(page_.clock_ms());
  if (wait_ms > 0) return fail(Code::too_many_tries, {{"seconds", std::to_string((wait_ms + 999) / 1'000)}});
  trying_ = true;
  waiting_.emplace(Try{std::move(passphrase), std::move(reply)});
  come_.notify_one();
  return {};
}

}  // namespace karvan::unlock
