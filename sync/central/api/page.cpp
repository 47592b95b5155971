#include "sync/central/api/page.h"

#include <algorithm>

#include "storage/model/json.h"
#include "storage/seal/hash.h"
#include "sync/central/api/clerk.h"
#include "sync/central/api/institution.h"
#include "sync/central/api/sign_in.h"
#include "sync/http/files.h"
#include "sync/http/origin.h"

namespace karvan::central {
namespace {

constexpr std::string_view api = "/api/v1/";
constexpr std::string_view cookie_name = "karvan=";
constexpr std::int64_t keep_alive_ms = 15'000;

http::Response not_stored(http::Response response) {
  for (const auto& [name, value] : response.headers)
    if (name == "Cache-Control") return response;
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

std::string cookie_of(const http::Request& request) {
  auto found = request.headers.find("cookie");
  if (found == request.headers.end()) return {};
  std::string_view rest = found->second;
  while (!rest.empty()) {
    auto end = std::min(rest.find(';'), rest.size());
    auto one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    if (one.starts_with(cookie_name)) return std::string(one.substr(cookie_name.size()));
  }
  return {};
}

std::string key_of(const http::Request& request) {
  auto cookie = cookie_of(request);
  return cookie.empty() ? "" : seal::to_hex(seal::sha256(cookie));
}

http::Response file(const web_kit::Asset& a) {
  return http::file_response({a.path, a.content_type, a.bytes, a.gzip, a.immutable}, web_kit::content_security_policy);
}

http::Response with_cookie(http::Response response, const std::string& value, std::int64_t seconds) {
  response.headers.emplace_back(
      "Set-Cookie",
      std::string(cookie_name) + value + "; HttpOnly; SameSite=Strict; Path=/; Max-Age=" + std::to_string(seconds));
  return response;
}

}  // namespace

Page::Page(const House& house, std::span<const web_kit::Asset> assets, Writer writer)
    : house_(house), assets_(assets), writer_(std::move(writer)) {}

void Page::serve_public(std::string prefix, Public answer) {
  public_.emplace_back(std::move(prefix), std::move(answer));
}

const Page::Public* Page::public_room(const std::string& path) const {
  for (const auto& [prefix, answer] : public_)
    if (path == prefix || path.starts_with(prefix + "/")) return &answer;
  return nullptr;
}

Result<void> Page::open() {
  TRY(auto views, Views::open(house_));
  views_ = std::make_unique<Views>(std::move(views));
  lane_ = std::make_unique<Lane>(page_waiting_max, 1'000, [this](Lane&) {
    if (house_.now_ms() - kept_alive_ms_ < keep_alive_ms) return;
    kept_alive_ms_ = house_.now_ms();
    send_all(": still here\n\n");
  });
  return {};
}

const web_kit::Asset* Page::asset(const std::string& path) const {
  auto found = std::find_if(assets_.begin(), assets_.end(), [&](const auto& a) { return a.path == path; });
  return found == assets_.end() ? nullptr : &*found;
}

void Page::handle(http::Request request, std::unique_ptr<http::Reply> reply) {
  if (!request.path.starts_with(api) && !public_room(request.path)) {
    const auto* found = asset(request.path);
    bool read = request.method == "GET" || request.method == "HEAD";
    return reply->send(found && read ? file(*found) : http::problem(Error{Code::unknown_route}));
  }
  if (auto own = http::refuse_foreign(request); !own) return reply->send(not_stored(http::problem(own.error())));
  auto shared = std::make_shared<Asked>(std::move(request), std::move(reply));
  bool taken = lane_->post([this, shared] { take(shared); });
  if (!taken) shared->second->send(http::problem(Error{Code::busy}));
}

void Page::take(const std::shared_ptr<Asked>& shared) {
  auto& [asked, to] = *shared;
  if (asked.path == "/api/v1/events" && who(asked)) return listen(std::move(to));
  if (write(shared)) return;
  auto answered = answer(asked);
  to->send(not_stored(answered ? std::move(*answered) : http::problem(answered.error())));
}

Result<PersonsAct> Page::act_of(const http::Request& request) {
  TRY_VOID(views_->refresh());
  std::string_view route = std::string_view(request.path).substr(api.size());
  if (is_institutions(route)) return institution_act(*views_, request);
  const auto* me = who(request);
  if (!me) return fail(Code::not_signed_in);
  return clerks_act(route, request.body, *me);
}

bool Page::write(const std::shared_ptr<Asked>& shared) {
  auto& [asked, to] = *shared;
  if (asked.method != "POST" || !asked.path.starts_with(api)) return false;
  std::string_view route = std::string_view(asked.path).substr(api.size());
  if (!is_clerks(route) && !is_institutions(route)) return false;
  auto act = act_of(asked);
  if (act && !writer_) act = fail(Code::read_only);
  if (!act) {
    to->send(not_stored(http::problem(act.error())));
    return true;
  }
  writer_(std::move(*act), [shared](const Result<Outcome>& done) {
    shared->second->send(not_stored(done ? http::json(show_outcome(*done)) : http::problem(done.error())));
  });
  return true;
}

bool Page::is_over(const Seat& seat) const {
  const auto now_ms = house_.now_ms();
  return now_ms >= seat.until_ms || now_ms - seat.used_ms >= seat_idle_ms;
}

// The page asks by itself for the status, and for what has changed, whoever sits there or nobody.
const rules::Staff* Page::who(const http::Request& request) {
  auto found = seats_.find(key_of(request));
  if (found == seats_.end()) return nullptr;
  auto& seat = found->second;
  const auto* person = views_->staff(seat.staff);
  if (!person || !may_enter(*person) || person->pin != seat.pin || is_over(seat)) {
    seats_.erase(found);
    return nullptr;
  }
  const bool by_itself = request.path == "/api/v1/status" || request.path == "/api/v1/events" ||
                         request.headers.contains("karvan-by-itself");
  if (!by_itself) seat.used_ms = house_.now_ms();
  return person;
}

Result<http::Response> Page::answer(const http::Request& request) {
  TRY_VOID(views_->refresh());
  if (const auto* room = public_room(request.path)) return (*room)(*views_, request);
  std::string_view route = std::string_view(request.path).substr(api.size());
  if (route.starts_with("commands/")) return command(request);
  // Asked by POST, so that no address holds a citizen's name; it changes nothing.
  const bool searches = route == "applications/search";
  if (request.method != (searches ? "POST" : "GET")) return fail(Code::method_not_allowed);
  if (route == institution_list) return institution_applications(*views_, request);
  const auto* me = who(request);
  if (route == "hello") return http::json(views_->hello(me));
  if (!me) return fail(Code::not_signed_in);
  TRY(auto body, searches ? views_->search(request.body) : views_->get(route, request.query, *me));
  return http::json(std::move(body));
}

Result<http::Response> Page::command(const http::Request& request) {
  if (request.method != "POST") return fail(Code::method_not_allowed);
  if (request.path == "/api/v1/commands/sign_in") return sign_in(request);
  if (request.path != "/api/v1/commands/sign_out") return fail(Code::unknown_command);
  return sign_out(request);
}

Result<http::Response> Page::sign_in(const http::Request& request) {
  TRY(auto person, central::sign_in(views_->files(), request.body));
  std::erase_if(seats_, [&](const auto& seat) { return is_over(seat.second); });
  if (seats_.size() >= seats_max) return fail(Code::busy, {}, "seats");
  std::string cookie = seal::to_hex(house_.entropy(32));
  seats_[seal::to_hex(seal::sha256(cookie))] = {person.id, person.pin, house_.now_ms() + seat_life_ms, house_.now_ms()};
  json::object me{{"me", views_->person(person)}};
  return with_cookie(http::json(json::write(me)), cookie, seat_life_ms / 1000);
}

http::Response Page::sign_out(const http::Request& request) {
  seats_.erase(key_of(request));
  return with_cookie(http::json("{}"), "", 0);
}

void Page::listen(std::unique_ptr<http::Reply> reply) {
  auto stream = reply->stream({200, {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}}, ""});
  std::lock_guard lock(streams_mutex_);
  if (!stream || streams_.size() >= streams_max) return;
  stream->send(": here\n\n");
  streams_.push_back(std::move(stream));
}

void Page::send_all(const std::string& bytes) {
  std::lock_guard lock(streams_mutex_);
  std::erase_if(streams_, [&](const auto& stream) { return !stream->send(bytes); });
}

void Page::changed() {
  std::uint64_t version = 0;
  {
    std::lock_guard lock(streams_mutex_);
    version = ++version_;
  }
  for (const char* topic : {"applications", "nodes", "reviews"})
    send_all("data: " + json::write(json::object{{"topic", topic}, {"version", version}}) + "\n\n");
}

}  // namespace karvan::central
