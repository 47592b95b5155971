#include "sync/central/api/tus.h"

#include <charconv>
#include <optional>

#include "storage/seal/hash.h"
#include "sync/exchange/upload.h"

namespace karvan::central {
namespace {

using exchange::files_path;
using exchange::tus_version;

http::Response tus(int status) {
  return {status, {{"Tus-Resumable", std::string(tus_version)}, {"Cache-Control", "no-store"}}, {}};
}

http::Response standing(const UploadRow& row, int status) {
  auto response = tus(status);
  response.headers.emplace_back("Upload-Offset", std::to_string(row.offset));
  response.headers.emplace_back("Upload-Length", std::to_string(row.size));
  return response;
}

// What the request got wrong, with tus' own status where it has one.
http::Response refused(const Error& error, int status) {
  auto response = http::problem(error);
  response.status = status;
  response.headers.emplace_back("Tus-Resumable", std::string(tus_version));
  return response;
}

std::string header(const http::Request& request, const char* name) {
  auto found = request.headers.find(name);
  return found == request.headers.end() ? "" : found->second;
}

std::optional<std::uint64_t> number(const http::Request& request, const char* name) {
  const auto text = header(request, name);
  std::uint64_t value = 0;
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool sound = !text.empty() && bad == std::errc{} && end == text.data() + text.size();
  return sound ? std::optional(value) : std::nullopt;
}

// Of the pairs "key base64" that commas part.
std::string metadata(const http::Request& request, std::string_view key) {
  const auto text = header(request, "upload-metadata");
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

Result<http::Response> told(const Result<UploadRow>& row, int status) {
  if (row) return standing(*row, status);
  const auto& error = row.error();
  switch (error.code) {
    case Code::chain_gap:
      return refused(error, 409);
    case Code::seal_broken:
      return refused(error, exchange::status_checksum);
    case Code::malformed:
    case Code::not_found:
    case Code::body_too_large:
    case Code::busy:
      return refused(error, http_status(error.code));
    default:
      return tl::unexpected(error);
  }
}

http::Response about(const Uploads& uploads) {
  auto response = tus(204);
  response.headers.emplace_back("Tus-Version", std::string(tus_version));
  response.headers.emplace_back("Tus-Extension", "creation");
  response.headers.emplace_back("Tus-Max-Size", std::to_string(uploads.limits().file_bytes_max));
  return response;
}

Result<http::Response> create(Uploads& uploads, const http::Request& request, std::int64_t now_ms) {
  const auto size = number(request, "upload-length");
  const auto hash = metadata(request, "hash");
  TRY(auto response, told(uploads.create(request.client_name, hash, size.value_or(0), now_ms), 201));
  if (response.status == 201) response.headers.emplace_back("Location", std::string(files_path) + "/" + hash);
  return response;
}

Result<http::Response> append(Uploads& uploads, const http::Request& request, std::string_view hash,
                              std::int64_t now_ms) {
  if (header(request, "content-type") != exchange::piece_media)
    return refused({Code::malformed, {}, "content-type"}, 415);
  const auto offset = number(request, "upload-offset");
  if (!offset) return refused({Code::malformed, {}, "Upload-Offset"}, 400);
  return told(uploads.append(request.client_name, hash, *offset, request.body, now_ms), 204);
}

}  // namespace

bool is_upload(std::string_view path) {
  return path == files_path || (path.starts_with(files_path) && path.substr(files_path.size()).starts_with('/'));
}

Result<http::Response> answer_upload(Uploads& uploads, const http::Request& request, std::int64_t now_ms) {
  if (request.method == "OPTIONS") return about(uploads);
  if (header(request, "tus-resumable") != tus_version) {
    auto response = refused({Code::version_unknown}, 412);
    response.headers.emplace_back("Tus-Version", std::string(tus_version));
    return response;
  }
  if (request.path == files_path) {
    if (request.method != "POST") return refused({Code::method_not_allowed}, 405);
    return create(uploads, request, now_ms);
  }
  const auto hash = std::string_view(request.path).substr(files_path.size() + 1);
  if (request.method == "HEAD") return told(uploads.find(request.client_name, hash), 200);
  if (request.method == "PATCH") return append(uploads, request, hash, now_ms);
  return refused({Code::method_not_allowed}, 405);
}

}  // namespace karvan::central
