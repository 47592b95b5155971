#include "node/ports/uplink.h"

#include <chrono>

#include "storage/model/json.h"
#include "sync/exchange/codec.h"

namespace karvan::ports {

namespace {

using Clock = std::chrono::steady_clock;

// What the centre refused, in its own words (RFC 9457); a proxy's error page is a broken link.
Error refusal(const http::Answer& answer) {
  auto body = json::parse_object(answer.body, 64 << 10);
  auto code = body ? code_of(json::string_or(*body, "type")) : std::nullopt;
  if (code) return Error{*code, {{"status", std::to_string(answer.status)}}, "centre"};
  return Error{Code::link_down, {{"status", std::to_string(answer.status)}}, "centre"};
}

std::uint64_t speed(std::size_t bytes, Clock::duration took) {
  if (bytes < measured_bytes_min) return 0;
  auto micros = std::max<std::int64_t>(1, std::chrono::duration_cast<std::chrono::microseconds>(took).count());
  return bytes * 1'000'000 / static_cast<std::uint64_t>(micros);
}

}  // namespace

Uplink::Uplink(Peer peer, core::Mailbox& mailbox)
    : peer_(std::move(peer)), mailbox_(mailbox), stopping_(std::make_shared<std::atomic<bool>>(false)) {
  peer_.options.cancelled = [stopping = stopping_] { return stopping->load(); };
}

Uplink::~Uplink() { stop(); }

void Uplink::stop() {
  *stopping_ = true;
  worker_.stop();
}

void Uplink::send(core::SendExchange order) {
  auto shared = std::make_shared<core::SendExchange>(std::move(order));
  bool taken = worker_.add([this, shared] { (void)mailbox_.post(round(*shared)); });
  if (!taken) (void)mailbox_.post(core::ExchangeAnswer{shared->round, fail(Code::link_down, {}, "uplink"), 0});
}

Result<http::Answer> Uplink::post(std::string body) {
  if (!client_) {
    TRY(client_, http::make_client(peer_.options));
  }
  http::Exchange exchange;
  exchange.url = peer_.url + "/sync/v1/exchange";
  exchange.headers = {{"Content-Type", "application/vnd.karvan.exchange+zstd"}};
  exchange.body = std::move(body);
  return client_->send(exchange);
}

core::ExchangeAnswer Uplink::round(const core::SendExchange& order) {
  core::ExchangeAnswer outcome{order.round, fail(Code::link_down, {}, "uplink"), 0};
  auto body = exchange::encode(order.request, exchange::level_for(order.bytes_per_second));
  auto size = body.size();
  auto begun = Clock::now();
  auto answer = post(std::move(body));
  if (!answer) {
    outcome.received = tl::unexpected<Error>(answer.error());
  } else if (answer->status != 200) {
    outcome.received = tl::unexpected<Error>(refusal(*answer));
  } else {
    outcome.bytes_per_second = speed(size, Clock::now() - begun);
    outcome.received = exchange::read(answer->body, order.request, peer_.centre);
  }
  return outcome;
}

}  // namespace karvan::ports
