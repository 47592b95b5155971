#include "hardware/line/framing.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace karvan::line {
namespace {

// The call that a message's raw bytes count against, and whether it is the call's last.
struct Share {
  std::uint64_t id = 0;
  bool last = true;
};

Share share_of(const Body& body) {
  if (const auto* c = std::get_if<Call>(&body)) return {c->id, !c->more};
  if (const auto* p = std::get_if<Part>(&body)) return {p->id, !p->more};
  if (const auto* p = std::get_if<Progress>(&body)) return {p->id, false};
  if (const auto* a = std::get_if<Answer>(&body)) return {a->id, true};
  return {};
}

tl::expected<boost::json::object, std::string> parse_line(const std::string& line) {
  boost::json::error_code ec;
  auto parsed = boost::json::parse(line, ec);
  if (ec) return tl::unexpected("no JSON: " + ec.message());
  if (!parsed.is_object()) return tl::unexpected(std::string("a line is not a JSON object"));
  return std::move(parsed.get_object());
}

}  // namespace

std::string encode(const Message& message) {
  if (message.bytes.size() > raw_bytes_max) throw std::length_error("line: raw bytes");
  auto o = write_body(message.body);
  if (!message.bytes.empty()) o["bytes"] = message.bytes.size();
  auto out = boost::json::serialize(o);
  if (out.size() > line_bytes_max) throw std::length_error("line: line");
  out += '\n';
  return out += message.bytes;
}

std::string encode_call(Call call, std::string_view payload) {
  if (payload.size() > call_bytes_max) throw std::length_error("line: call");
  auto take = [&payload] {
    auto piece = payload.substr(0, raw_bytes_max);
    payload.remove_prefix(piece.size());
    return std::string(piece);
  };
  const auto id = call.id;
  auto first = take();
  call.more = !payload.empty();
  auto out = encode({std::move(call), std::move(first)});
  while (!payload.empty()) {
    auto piece = take();
    out += encode({Part{id, !payload.empty()}, std::move(piece)});
  }
  return out;
}

tl::expected<std::vector<Message>, std::string> Decoder::feed(std::string_view chunk) {
  std::vector<Message> out;
  while (broken_.empty() && !chunk.empty()) {
    auto done = reading_bytes_ ? eat_bytes(chunk, out) : eat_line(chunk, out);
    if (!done) broken_ = done.error();
  }
  if (!broken_.empty()) return tl::unexpected(broken_);
  return out;
}

Decoder::Done Decoder::eat_line(std::string_view& chunk, std::vector<Message>& out) {
  auto end = chunk.find('\n');
  auto piece = chunk.substr(0, end);
  if (line_.size() + piece.size() > line_bytes_max) return tl::unexpected(std::string("a line is too long"));
  line_ += piece;
  chunk.remove_prefix(end == std::string_view::npos ? chunk.size() : end + 1);
  if (end == std::string_view::npos) return {};
  return finish_line(out);
}

Decoder::Done Decoder::finish_line(std::vector<Message>& out) {
  auto o = parse_line(std::exchange(line_, {}));
  if (!o) return tl::unexpected(o.error());
  auto body = read_body(*o);
  if (!body) return tl::unexpected(body.error());
  auto bytes = integer_at(*o, "bytes", o->contains("bytes") ? -1 : 0);
  if (bytes < 0 || bytes > static_cast<std::int64_t>(raw_bytes_max))
    return tl::unexpected(std::string("bytes out of bounds"));
  pending_ = {std::move(*body), {}};
  bytes_wanted_ = static_cast<std::size_t>(bytes);
  reading_bytes_ = bytes_wanted_ > 0;
  return reading_bytes_ ? Done() : finish_message(out);
}

Decoder::Done Decoder::eat_bytes(std::string_view& chunk, std::vector<Message>& out) {
  auto piece = chunk.substr(0, bytes_wanted_ - pending_.bytes.size());
  pending_.bytes += piece;
  chunk.remove_prefix(piece.size());
  return pending_.bytes.size() < bytes_wanted_ ? Done() : finish_message(out);
}

Decoder::Done Decoder::finish_message(std::vector<Message>& out) {
  reading_bytes_ = false;
  auto done = account(pending_);
  if (done) out.push_back(std::exchange(pending_, {}));
  return done;
}

Decoder::Done Decoder::account(const Message& message) {
  auto share = share_of(message.body);
  if (share.id == 0) return {};
  if (!message.bytes.empty()) {
    auto& sum = call_bytes_[share.id] += message.bytes.size();
    if (sum > call_bytes_max) return tl::unexpected(std::string("a call has too many bytes"));
    if (call_bytes_.size() > calls_open_max) return tl::unexpected(std::string("too many calls with bytes"));
  }
  if (share.last) call_bytes_.erase(share.id);
  return {};
}

}  // namespace karvan::line
