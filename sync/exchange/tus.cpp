#include "sync/exchange/tus.h"

#include <charconv>

#include "storage/seal/hash.h"

namespace karvan::exchange {
namespace {

std::string header(const Headers& headers, const std::string& name) {
  auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

// Of the pairs "key base64" that commas part.
std::string metadata(const Headers& headers, std::string_view key) {
  const auto text = header(headers, "upload-metadata");
  std::string_view rest = text;
  while (!rest.empty()) {
    auto end = rest.find(',');
    auto pair = rest.substr(0, end);
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(key) && pair.substr(key.size()).starts_with(' '))
      return seal::from_base64(pair.substr(key.size() + 1)).value_or("");
    rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
  }
  return "";
}

tl::unexpected<TusRefusal> refused(Code code, std::string where, int status) {
  return tl::unexpected(TusRefusal{{code, {}, std::move(where)}, status});
}

}  // namespace

std::optional<std::uint64_t> number_of(const Headers& headers, const std::string& name) {
  const auto text = header(headers, name);
  std::uint64_t value = 0;
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool sound = !text.empty() && bad == std::errc{} && end == text.data() + text.size();
  return sound ? std::optional(value) : std::nullopt;
}

bool is_upload(std::string_view path) {
  return path == files_path || (path.starts_with(files_path) && path.substr(files_path.size()).starts_with('/'));
}

tl::expected<TusRequest, TusRefusal> parse_tus(std::string_view method, std::string_view path, const Headers& headers) {
  TusRequest request;
  if (method == "OPTIONS") return request;
  if (header(headers, "tus-resumable") != tus_version) return refused(Code::version_unknown, {}, 412);
  if (path == files_path) {
    if (method != "POST") return refused(Code::method_not_allowed, {}, 405);
    request.verb = TusVerb::create;
    request.hash = metadata(headers, "hash");
    request.size = number_of(headers, "upload-length").value_or(0);
    return request;
  }
  request.hash = path.substr(files_path.size() + 1);
  request.verb = method == "HEAD" ? TusVerb::ask : TusVerb::append;
  if (request.verb == TusVerb::ask) return request;
  if (method != "PATCH") return refused(Code::method_not_allowed, {}, 405);
  if (header(headers, "content-type") != piece_media) return refused(Code::malformed, "content-type", 415);
  const auto offset = number_of(headers, "upload-offset");
  if (!offset) return refused(Code::malformed, "Upload-Offset", 400);
  request.offset = *offset;
  return request;
}

}  // namespace karvan::exchange
