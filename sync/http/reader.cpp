#include "sync/http/reader.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cctype>

namespace karvan::http {
namespace beast = boost::beast;

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_ip_literal(std::string_view name) {
  if (name.starts_with('[')) return name.ends_with(']');
  return !name.empty() && name.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string_view without_port(std::string_view host) {
  auto colon = host.rfind(':');
  bool inside_brackets = host.find(']') != std::string_view::npos && host.find(']') > colon;
  return colon == std::string_view::npos || inside_brackets ? host : host.substr(0, colon);
}

bool read_query(std::string_view text, std::map<std::string, std::string>& query) {
  while (!text.empty()) {
    auto pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    auto equals = std::min(pair.find('='), pair.size());
    auto name = percent_decode(pair.substr(0, equals), true);
    auto value = percent_decode(pair.substr(std::min(pair.size(), equals + 1)), true);
    if (!name || !value) return false;
    query.try_emplace(*std::move(name), *std::move(value));
  }
  return true;
}

bool read_target(std::string_view target, Request& request) {
  if (target == "*") return request.path.assign(1, '*'), true;
  if (!target.starts_with('/')) return false;  // absolute and authority forms are for proxies
  auto question = std::min(target.find('?'), target.size());
  auto path = percent_decode(target.substr(0, question));
  if (!path) return false;
  request.path = *std::move(path);
  return read_query(target.substr(std::min(target.size(), question + 1)), request.query);
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus) c = ' ';
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
      if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    out.push_back(c);
  }
  return out;
}

struct RequestReader::Parser : beast::http::request_parser<beast::http::string_body> {
  explicit Parser(const Limits& limits) {
    header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
    body_limit(limits.body_bytes_max);
    eager(true);
  }
};

RequestReader::RequestReader(const Limits& limits) : limits_(limits), parser_(std::make_unique<Parser>(limits_)) {}
RequestReader::~RequestReader() = default;

bool RequestReader::header_done() const { return parser_->is_header_done(); }

std::size_t RequestReader::body_bytes_announced() const {
  auto length = parser_->is_header_done() ? parser_->content_length() : boost::none;
  return length ? static_cast<std::size_t>(*length) : 0;
}

bool RequestReader::keep_alive() const { return keep_alive_; }

bool RequestReader::wants_continue() {
  if (continued_ || !header_done() || parser_->is_done()) return false;
  continued_ = true;
  return lower(parser_->get()[beast::http::field::expect]) == "100-continue" && parser_->get().version() == 11;
}

RequestReader::Progress RequestReader::refuse(Code code, std::string where) {
  error_ = Error{code, {}, std::move(where)};
  return Progress::refused;
}

RequestReader::Progress RequestReader::feed(std::string& bytes) {
  namespace http = beast::http;
  // The parser treats each put as far as it goes; a header that is cut stays in `bytes` until it is whole.
  while (!bytes.empty() && !parser_->is_done()) {
    boost::system::error_code failed;
    auto eaten = parser_->put(boost::asio::const_buffer(bytes.data(), bytes.size()), failed);
    bytes.erase(0, eaten);
    if (failed == http::error::need_more) break;
    if (failed == http::error::header_limit) return refuse(Code::header_too_large, "header");
    if (failed == http::error::body_limit) return refuse(Code::body_too_large, "body");
    if (failed) return refuse(Code::malformed, failed.message());
    if (eaten == 0) break;
  }
  if (!header_done() && bytes.size() > limits_.header_bytes_max) return refuse(Code::header_too_large, "header");
  return parser_->is_done() ? finish() : Progress::more;
}

bool RequestReader::host_allowed(std::string_view host) const {
  auto name = lower(without_port(host));
  return limits_.hosts.empty() || is_ip_literal(name) ||
         std::find(limits_.hosts.begin(), limits_.hosts.end(), name) != limits_.hosts.end();
}

RequestReader::Progress RequestReader::finish() {
  auto& message = parser_->get();
  keep_alive_ = message.keep_alive();
  auto hosts = message.count(beast::http::field::host);
  if (hosts > 1 || (hosts == 0 && message.version() == 11)) return refuse(Code::malformed, "host");
  if (hosts == 1 && !host_allowed(message[beast::http::field::host])) return refuse(Code::host_unknown, "host");
  request_.method = std::string(message.method_string());
  if (!read_target(message.target(), request_)) return refuse(Code::malformed, "target");
  for (const auto& field : message) {
    auto name = lower(field.name_string());
    auto [at, fresh] = request_.headers.try_emplace(name, field.value());
    if (!fresh) at->second.append(name == "cookie" ? "; " : ", ").append(field.value());
  }
  request_.body = std::move(message.body());
  return Progress::complete;
}

Request RequestReader::take() {
  parser_ = std::make_unique<Parser>(limits_);
  continued_ = false;
  return std::exchange(request_, {});
}

}  // namespace karvan::http
