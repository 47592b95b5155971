#include "node/ports/uplink.h"

#include <algorithm>
#include <charconv>
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
  Error error{code.value_or(Code::link_down), {{"status", std::to_string(answer.status)}}, "centre"};
  auto later = answer.headers.find("retry-after");
  if (later != answer.headers.end()) error.args.emplace("retry_s", later->second);
  return error;
}

// Of a header, over a connection that only the centre can have answered on; 0: it says nothing.
std::int64_t number_in(const http::Answer& answer, const std::string& header) {
  auto said = answer.headers.find(header);
  std::int64_t number = 0;
  if (said != answer.headers.end())
    std::from_chars(said->second.data(), said->second.data() + said->second.size(), number);
  return std::max<std::int64_t>(0, number);
}

std::uint64_t speed(std::size_t bytes, std::int64_t micros) {
  if (bytes < measured_bytes_min) return 0;
  return bytes * 1'000'000 / static_cast<std::uint64_t>(std::max<std::int64_t>(1, micros));
}

std::int64_t micros_since(Clock::time_point begun) {
  return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun).count();
}

}  // namespace

Uplink::Uplink(Peer peer, core::Mailbox& mailbox, Files& files)
    : peer_(std::move(peer)), mailbox_(mailbox), files_(files), stopping_(std::make_shared<std::atomic<bool>>(false)) {
  peer_.options.cancelled = [stopping = stopping_] { return stopping->load(); };
}

Uplink::~Uplink() { stop(); }

void Uplink::stop() {
  *stopping_ = true;
  main_.worker.stop();
  for (auto& lane : pushes_) lane.worker.stop();
}

void Uplink::send(core::SendExchange order) {
  auto shared = std::make_shared<core::SendExchange>(std::move(order));
  Lane& lane = shared->push ? pushes_[shared->round % push_lanes] : main_;
  bool taken = lane.worker.add([this, shared, &lane] { (void)mailbox_.post(round(lane, *shared)); });
  if (!taken) (void)mailbox_.post(core::ExchangeAnswer{shared->round, fail(Code::link_down, {}, "uplink"), {}});
}

void Uplink::upload(core::SendUpload order) {
  auto shared = std::make_shared<core::SendUpload>(std::move(order));
  bool taken = main_.worker.add([this, shared] { (void)mailbox_.post(piece(*shared)); });
  if (!taken) (void)mailbox_.post(core::UploadAnswer{shared->hash, 0, false, Error{Code::link_down, {}, "uplink"}});
}

Result<http::Answer> Uplink::send(Lane& lane, http::Exchange exchange) {
  if (!lane.client) {
    TRY(lane.client, http::make_client(peer_.options));
  }
  return lane.client->send(exchange);
}

Result<void> Uplink::step(exchange::UploadState& state, const exchange::UploadStep& next, core::UploadAnswer& outcome) {
  http::Exchange exchange{next.method, peer_.url + next.path, next.headers, {}};
  if (next.bytes > 0) {
    TRY(exchange.body, files_.blobs().read_sealed(state.hash, next.offset, next.bytes));
    // The file here is shorter than its row says: a piece that is not there would be asked for without end.
    if (exchange.body.size() != next.bytes) return fail(Code::seal_broken, {{"hash", state.hash}}, "attachments");
  }
  auto begun = Clock::now();
  TRY(auto answer, send(main_, std::move(exchange)));
  auto after = exchange::after(state, next, answer.status, answer.headers);
  if (!after) return tl::unexpected(refusal(answer));
  if (next.bytes > 0) outcome.bytes_per_second = speed(next.bytes, micros_since(begun));
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

core::ExchangeAnswer Uplink::round(Lane& lane, const core::SendExchange& order) {
  core::ExchangeAnswer outcome{order.round, fail(Code::link_down, {}, "uplink"), {}};
  const auto plain = exchange::write_request(order.request);
  auto body = exchange::pack(plain, exchange::level_for(order.bytes_per_second));
  const auto size = body.size();
  auto answer = send(lane, {"POST",
                            peer_.url + "/sync/v1/exchange",
                            {{"Content-Type", "application/vnd.karvan.exchange+zstd"}},
                            std::move(body)});
  if (!answer) {
    outcome.received = tl::unexpected<Error>(answer.error());
  } else if (answer->status != 200) {
    outcome.received = tl::unexpected<Error>(refusal(*answer));
  } else {
    outcome.centre_ms = number_in(*answer, "karvan-time");
    // What the centre took to answer is no time of the link's.
    const auto took_us = std::min(answer->wait_us, number_in(*answer, "karvan-took") * 1'000);
    outcome.speed = {speed(size, answer->wait_us - took_us), speed(answer->body.size(), answer->down_us), plain.size(),
                     size};
    outcome.received = exchange::read(answer->body, order.request, peer_.centre);
  }
  return outcome;
}

}  // namespace karvan::ports
