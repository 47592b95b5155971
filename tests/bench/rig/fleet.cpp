#include "tests/bench/rig/fleet.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "node/ports/system.h"
#include "storage/seal/entropy.h"
#include "storage/seal/hash.h"
#include "sync/exchange/codec.h"
#include "sync/trust/enrolment.h"

namespace karvan::bench {
namespace {

constexpr std::uint64_t loopback_bytes_a_second = 100 << 20;
constexpr int busy_ms = 200;

trust::EnrolmentAnswer enrolled(const House& house, const trust::Applicant& applicant, const std::string& office) {
  auto code = must(trust::parse_enrolment_code(house.code_for(applicant.name, office)));
  auto request = must(trust::request_enrolment(code, applicant));
  http::ClientOptions options;
  options.verify = false;  // the MACs are the proof
  auto client = must(http::make_client(std::move(options)));
  auto said = must(client->send(
      {"POST", house.url() + "/sync/v1/enrol", {{"Content-Type", "application/json"}}, trust::write(request)}));
  auto answer = must(trust::parse_enrolment_answer(said.body));
  must(trust::accept_enrolment(code, applicant, request, answer));
  return answer;
}

}  // namespace

LightBox::LightBox(const House& house, const std::string& name, const std::string& office)
    : name_(name), office_(office), url_(house.url() + "/sync/v1/exchange") {
  auto entropy = seal::system_entropy();
  key_ = seal::make_signing_key(name, entropy);
  const trust::Applicant applicant{name, trust::make_key(), seal::to_text(seal::verifying(key_))};
  const auto answer = enrolled(house, applicant, office);
  centre_ = must(seal::parse_verifying_key(answer.centre_key));
  http::ClientOptions options;
  options.ca_pem = answer.ca_pem;
  options.certificate_pem = answer.certificate_pem;
  options.key_pem = applicant.key_pem;
  client_ = must(http::make_client(std::move(options)));
  received_.epoch = seal::to_hex(entropy(16));
}

void LightBox::write(model::Op op) {
  op.id = {name_, received_.epoch, lines_.size() + 1};
  op.time = {ports::wall_ms(), 0};
  op.salt = seal::to_hex(seal::system_entropy()(12));
  op.ref = cursors_.reference;
  lines_.push_back(model::write_op(op));
}

Result<exchange::Received> LightBox::say(const exchange::Request& request) {
  for (;;) {
    TRY(auto answer, client_->send({"POST",
                                    url_,
                                    {{"Content-Type", "application/vnd.karvan.exchange+zstd"}},
                                    exchange::encode(request, exchange::level_for(loopback_bytes_a_second))}));
    if (answer.status == 200) return exchange::read(answer.body, request, centre_);
    if (answer.status != 503) return fail(Code::link_down, {{"status", std::to_string(answer.status)}}, answer.body);
    ++refused_;
    std::this_thread::sleep_for(std::chrono::milliseconds(busy_ms));
  }
}

void LightBox::round() {
  exchange::Outbox outbox;
  outbox.node = name_;
  outbox.cursors = cursors_;
  outbox.known = {received_};
  outbox.bytes_per_second = loopback_bytes_a_second;
  const auto first = lines_.begin() + static_cast<std::ptrdiff_t>(received_.seq);
  if (first != lines_.end()) outbox.runs.push_back({received_, std::nullopt, {first, lines_.end()}});
  const auto request = exchange::build(outbox, key_);
  for (const auto& batch : request.batches) batch_max_ = std::max(batch_max_, batch.run.lines.size());
  const auto received = must(say(request));
  const auto& answer = received.answer;
  for (const auto& receipt : answer.receipts)
    if (receipt.epoch == received_.epoch) received_ = receipt;
  settled_ +=
      static_cast<std::size_t>(std::count_if(answer.entries.begin(), answer.entries.end(), [&](const auto& entry) {
        return entry.own() && entry.epoch == received_.epoch && entry.verdict.op != model::Fate::waiting;
      }));
  more_ = answer.more;
  cursors_.centre_epoch = received.checkpoint.centre_epoch;
  for (const auto& entry : answer.entries) cursors_.office = std::max(cursors_.office, entry.at);
  for (const auto& document : answer.documents) {
    auto& cursor = document.feed == exchange::Feed::node ? cursors_.node : cursors_.reference;
    cursor = std::max(cursor, document.at);
  }
  if (more_) return;
  cursors_.office = std::max(cursors_.office, received.checkpoint.office);
  cursors_.node = std::max(cursors_.node, received.checkpoint.node_feed);
  cursors_.reference = std::max(cursors_.reference, received.checkpoint.reference);
}

}  // namespace karvan::bench
