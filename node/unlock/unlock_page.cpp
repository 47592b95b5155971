#include "node/unlock/unlock_page.h"

#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>

#include "node/api/gate.h"
#include "node/unlock/tries.h"
#include "storage/model/json.h"

namespace karvan::unlock {
namespace {

constexpr std::size_t body_bytes_max = 16 << 10;

struct Try {
  vault::Key passphrase;
  std::unique_ptr<http::Reply> reply;
};

// Out of the body, which is wiped, and so is what was read of it.
Result<vault::Key> take_passphrase(std::string& body) {
  auto object = json::parse_object(body, body_bytes_max);
  ::explicit_bzero(body.data(), body.size());
  if (!object) return tl::unexpected<Error>(object.error());
  auto* given = object->if_contains("passphrase");
  if (given == nullptr || !given->is_string()) return fail(Code::field_missing, {{"field", "passphrase"}});
  auto& text = given->as_string();
  auto passphrase = vault::Key::copy_of({text.data(), text.size()});
  ::explicit_bzero(text.data(), text.size());
  return passphrase;
}

std::string sealed_hello(const std::string& box) {
  return json::write(json::object{{"node", box},
                                  {"office", ""},
                                  {"stop", ""},
                                  {"languages", {"en", "ur", "az"}},
                                  {"unlocked", false},
                                  {"staff", json::array()},
                                  {"me", nullptr}});
}

// Between the threads that hear and the one that tries.
class Desk {
 public:
  Desk(std::string box, const Page& page) : hello_(sealed_hello(box)), page_(page) {}

  void handle(http::Request request, std::unique_ptr<http::Reply> reply) {
    if (!request.path.starts_with("/api/")) return reply->send(page_.files(request));
    if (auto admitted = api::admit(request, {}); !admitted) return reply->send(http::problem(admitted.error()));
    if (request.method == "GET" && request.path == "/api/v1/hello") return reply->send(http::json(hello_));
    if (request.method != "POST" || request.path != "/api/v1/commands/open_box") {
      return reply->send(http::problem(Error{.code = Code::key_missing}));
    }
    if (auto taken = take(request, reply); !taken) reply->send(http::problem(taken.error()));
  }

  Try next() {
    std::unique_lock lock(mutex_);
    come_.wait(lock, [this] { return waiting_.has_value(); });
    Try one = *std::move(waiting_);
    waiting_.reset();
    return one;
  }

  void was_wrong() {
    const std::lock_guard lock(mutex_);
    tries_.wrong(page_.clock_ms());
    trying_ = false;
  }

 private:
  // `reply` stays where it is on an error.
  Result<void> take(http::Request& request, std::unique_ptr<http::Reply>& reply) {
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

  const std::string hello_;
  const Page& page_;
  std::mutex mutex_;  // guards all below
  std::condition_variable come_;
  Tries tries_;
  bool trying_ = false;  // from its coming until it is known to be wrong
  std::optional<Try> waiting_;
};

}  // namespace

Result<vault::Vault> open_on_page(const std::string& text, const Page& page) {
  TRY(const auto parsed, vault::parse_vault(text));
  Desk desk(parsed.vault.box, page);
  http::Limits limits;
  limits.body_bytes_max = body_bytes_max;
  TRY(auto server, http::serve({page.listener}, limits, [&desk](http::Request request, auto reply) {
        desk.handle(std::move(request), std::move(reply));
      }));
  page.ready(server->ports().front());
  for (;;) {
    Try one = desk.next();
    auto opened = vault::Vault::open(text, one.passphrase.view());
    if (opened) {
      one.reply->send(http::json("{}"));
      server.reset();
      return opened;
    }
    desk.was_wrong();
    one.reply->send(http::problem(opened.error()));
  }
}

}  // namespace karvan::unlock
