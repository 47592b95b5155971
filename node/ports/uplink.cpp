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

Uplink::Uplink(Peer peer, core::Mailbox& mailbox, Files& files)
    : peer_(std::move(peer)), mailbox_(mailbox), files_(files), stopping_(std::make_shared<std::atomic<bool>>(false)) {
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

void Uplink::upload(core::SendUpload order) {
  auto shared = std::make_shared<core::SendUpload>(std::move(order));
  bool taken = worker_.add([this, shared] { (void)mailbox_.post(piece(*shared)); });
  if (!taken) (void)mailbox_.post(core::UploadAnswer{shared->hash, 0, false, Error{Code::link_down, {}, "uplink"}});
}

Result<http::Answer> Uplink::send(http::Exchange exchange) {
  if (!client_) {
    TRY(client_, http::make_client(peer_.options));
  }
  return client_->send(exchange);
}

Result<void> Uplink::step(exchange::UploadState& state, const exchange::UploadStep& next, core::UploadAnswer& outcome) {
  http::Exchange exchange{next.method, peer_.url + next.path, next.headers, {}};
  if (next.bytes > 0) {
    TRY(exchange.body, files_.blobs().read_sealed(state.hash, next.offset, next.bytes));
    // The file here is shorter than its row says: a piece that is not there would be asked for without end.
    if (exchange.body.size() != next.bytes) return fail(Code::seal_broken, {{"hash", state.hash}}, "attachments");
  }
  auto begun = Clock::now();
  TRY(auto answer, send(std::move(exchange)));
  auto after = exchange::after(state, next, answer.status, answer.headers);
  if (!after) return tl::unexpected(refusal(answer));
  if (next.bytes > 0) outcome.bytes_per_second = speed(next.bytes, Clock::now() - begun);
  state = std::move(*after);
  // All of it went, and was not what its name says: either the disk here or the way has changed it.
  if (answer.status == exchange::status_checksum) return fail(Code::seal_broken, {{"hash", state.hash}}, "centre");
  return {};
}

core::UploadAnswer Uplink::piece(const core::SendUpload& order) {
  exchange::UploadState state{order.hash, order.size, order.created || order.offset, order.offset.has_value(),
                              order.offset.value_or(0)};
  core::UploadAnswer outcome{order.hash, state.offset, false, std::nullopt};
  for (int i = 0; i < upload_steps_max && !state.done; ++i) {
    auto next = exchange::next_step(state, order.bytes);
    auto done = step(state, next, outcome);
    outcome.offset = state.offset;
    if (!done) outcome.error = done.error();
    if (!done || (next.bytes > 0 && state.asked)) break;
  }
  outcome.done = state.done;
  return outcome;
}

core::ExchangeAnswer Uplink::round(const core::SendExchange& order) {
  core::ExchangeAnswer outcome{order.round, fail(Code::link_down, {}, "uplink"), 0};
  auto body = exchange::encode(order.request, exchange::level_for(order.bytes_per_second));
  auto size = body.size();
  auto begun = Clock::now();
  auto answer = send({"POST",
                      peer_.url + "/sync/v1/exchange",
                      {{"Content-Type", "application/vnd.karvan.exchange+zstd"}},
                      std::move(body)});
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
