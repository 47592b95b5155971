#include "tests/replay/tape.h"

#include <algorithm>
#include <stdexcept>

#include "hardware/line/framing.h"

namespace karvan::replay {
namespace {

boost::json::object result_of(const tl::expected<boost::json::object, line::Fault>& result) {
  if (result) return {{"ok", *result}};
  return {{"fault", line::write_fault(result.error())}};
}

boost::json::object object_of(const hub::Answered& report) {
  auto out = result_of(report.result);
  out["answered"] = report.id;
  out["device"] = report.device;
  return out;
}
boost::json::object object_of(const hub::Progressed& report) {
  return {{"progressed", report.id}, {"device", report.device}, {"state", report.state}, {"detail", report.detail}};
}
boost::json::object object_of(const hub::Received& report) {
  return {{"received", report.id}, {"device", report.device}, {"bytes", report.bytes.size()}};
}
boost::json::object object_of(const hub::Noticed& report) {
  return {{"noticed", report.what}, {"device", report.device}, {"detail", report.detail}};
}
boost::json::object object_of(const hub::Changed& report) { return {{"changed", line::write_device(report.device)}}; }

}  // namespace

std::optional<std::size_t> frame_size(std::string_view stream) {
  const auto end = stream.find('\n');
  if (end == stream.npos) return std::nullopt;
  boost::json::error_code broken;
  const auto line = boost::json::parse(stream.substr(0, end), broken);
  std::int64_t bytes = 0;
  if (!broken && line.is_object()) bytes = line::integer_at(line.get_object(), "bytes", 0);
  const auto size = end + 1 + static_cast<std::size_t>(std::max<std::int64_t>(bytes, 0));
  if (size > stream.size()) return std::nullopt;
  return size;
}

line::Message message_of(const std::string& frame) {
  auto messages = line::Decoder().feed(frame);
  if (!messages || messages->size() != 1) return {line::Strange{}};
  return messages->front();
}

std::string write_frame(const Frame& frame) {
  const std::string mark = frame.of_driver ? "<" : ">";
  return frame.text.empty() ? mark + '\n' : mark + ' ' + frame.text;
}

std::vector<Frame> parse_tape(std::string_view tape) {
  std::vector<Frame> frames;
  const auto wrong = [&](const char* why) {
    throw std::runtime_error("frame " + std::to_string(frames.size() + 1) + ": " + why);
  };
  while (!tape.empty()) {
    if (tape[0] != '<' && tape[0] != '>') wrong("no mark");
    Frame frame{tape[0] == '<', {}};
    tape.remove_prefix(1);
    const bool ends = tape.starts_with('\n');
    if (!ends && !tape.starts_with(' ')) wrong("no space after the mark");
    tape.remove_prefix(1);
    const auto size = ends ? 0 : frame_size(tape);
    if (!size) wrong("is cut off");
    frame.text = tape.substr(0, *size);
    tape.remove_prefix(*size);
    frames.push_back(std::move(frame));
  }
  return frames;
}

std::string write_report(const hub::Report& report) {
  return std::visit([](const auto& one) { return boost::json::serialize(object_of(one)); }, report) + '\n';
}

}  // namespace karvan::replay
