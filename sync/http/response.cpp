#include "sync/http/response.h"

#include "storage/model/json.h"

namespace karvan::http {

namespace {

std::string_view reason(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 423:
      return "Locked";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 507:
      return "Insufficient Storage";
    default:
      return "";
  }
}

void append_clean(std::string& out, std::string_view text) {
  for (char c : text) out.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c);
}

}  // namespace

std::string write_head(const Response& response, std::optional<std::size_t> body_bytes, bool keep_alive) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head.append(reason(response.status)).append("\r\n");
  for (const auto& [name, value] : response.headers) {
    append_clean(head, name);
    head.append(": ");
    append_clean(head, value);
    head.append("\r\n");
  }
  bool bodiless = response.status == 204 || response.status == 304 || response.status < 200;
  if (body_bytes && !bodiless) head.append("Content-Length: ").append(std::to_string(*body_bytes)).append("\r\n");
  if (!keep_alive) head.append("Connection: close\r\n");
  return head.append("\r\n");
}

Response json(std::string body, int status) {
  return {status, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, std::move(body)};
}

// Whoever is turned away for want of room is told when to come back.
constexpr int busy = 503, busy_seconds = 5;

Response problem_as(const Error& error, int status) {
  json::object args;
  for (const auto& [name, value] : error.args) args[name] = value;
  json::object body{{"type", name_of(error.code)}, {"title", name_of(error.code)}, {"status", status}};
  body["args"] = std::move(args);
  body["where"] = error.where;
  auto response = json(json::write(body), status);
  response.headers[0].second = "application/problem+json";
  if (status == busy) response.headers.emplace_back("Retry-After", std::to_string(busy_seconds));
  return response;
}

Response problem(const Error& error) { return problem_as(error, http_status(error.code)); }

}  // namespace karvan::http
