#include "node/ports/capture.h"

#include <algorithm>

#include "node/counter/media.h"

namespace karvan::ports {
namespace {

constexpr std::size_t state_bytes_max = 32;
constexpr std::int64_t scan_dpi = 300;

line::Fault down(std::string code) { return {line::FaultKind::service_down, std::move(code)}; }
line::Fault down(const Error& error) { return down(std::string(karvan::name_of(error.code))); }

bool is_word(const std::string& state) {
  return !state.empty() && state.size() <= state_bytes_max &&
         std::all_of(state.begin(), state.end(), [](char c) { return c == '_' || (c >= 'a' && c <= 'z'); });
}

core::CaptureAnswer with(core::CaptureAnswer answer, const blobs::SealedBlob& blob, std::string media) {
  answer.attached.hash = blob.id;
  answer.attached.bytes = blob.size;
  answer.attached.media = std::move(media);
  answer.file_key = blob.file_key;
  return answer;
}

core::CaptureAnswer done(std::string capture) {
  core::CaptureAnswer answer;
  answer.capture = std::move(capture);
  answer.done = true;
  return answer;
}

}  // namespace

hub::CallSpec CaptureCall::call_of(const core::RunCapture& order) {
  hub::CallSpec call;
  call.device = order.device;
  call.verb = "capture";
  if (order.family == "fingerprint" && !order.position.empty()) call.args["position"] = order.position;
  if (order.family == "scanner") call.args["dpi"] = scan_dpi;
  call.deadline_ms = order.deadline_ms;
  return call;
}

std::optional<core::CaptureAnswer> CaptureCall::progress(const std::string& state) {
  if (!is_word(state) || state == state_) return std::nullopt;
  state_ = state;
  core::CaptureAnswer answer;
  answer.capture = capture_;
  answer.state = state;
  return answer;
}

void CaptureCall::take(std::string_view bytes) {
  if (error_ || bytes.empty()) return;
  if (!writer_) {
    auto begun = files_->begin();
    if (!begun) {
      error_ = begun.error();
      return;
    }
    media_ = counter::media_of(bytes);
    writer_.emplace(std::move(*begun));
  }
  if (auto added = writer_->append(bytes); !added) error_ = added.error();
}

Result<blobs::SealedBlob> CaptureCall::finish() {
  if (error_) return tl::unexpected(*error_);
  return writer_->finish();
}

tl::expected<core::CaptureAnswer, line::Fault> CaptureCall::read(const hub::Answered& answered) {
  auto reading = hub::reading_of(answered);
  if (!reading) return tl::unexpected(reading.error());
  auto answer = done(capture_);
  answer.fields = std::move(reading->fields);
  if (!error_ && !writer_ && reading->media.empty()) return answer;
  // Bytes that are not what the driver says they are, or none: nobody could open them later.
  if (!error_ && (!writer_ || reading->media.empty() || reading->media != media_))
    return tl::unexpected(down("driver_garbled"));
  auto blob = finish();
  if (!blob) return tl::unexpected(down(blob.error()));
  return with(std::move(answer), *blob, media_);
}

core::CaptureAnswer CaptureCall::end(const hub::Answered& answered) {
  auto answer = read(answered);
  writer_.reset();
  if (answer) return std::move(*answer);
  auto failed = done(capture_);
  failed.fault = answer.error();
  return failed;
}

core::CaptureAnswer sealed(const core::SealFile& order, Files& files) {
  auto answer = done(order.capture);
  answer.ticket = order.ticket;
  auto blob = files.seal(order.bytes);
  if (blob) return with(std::move(answer), *blob, order.media);
  answer.fault = down(blob.error());
  return answer;
}

}  // namespace karvan::ports
