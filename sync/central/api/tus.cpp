#include "sync/central/api/tus.h"

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

Result<http::Response> create(Uploads& uploads, const std::string& node, const exchange::TusRequest& asked,
                              std::int64_t now_ms) {
  TRY(auto response, told(uploads.create(node, asked.hash, asked.size, now_ms), 201));
  if (response.status == 201) response.headers.emplace_back("Location", std::string(files_path) + "/" + asked.hash);
  return response;
}

}  // namespace

Result<http::Response> answer_upload(Uploads& uploads, const http::Request& request, std::int64_t now_ms) {
  const auto asked = exchange::parse_tus(request.method, request.path, request.headers);
  if (!asked) {
    auto response = refused(asked.error().error, asked.error().status);
    if (asked.error().error.code == Code::version_unknown)
      response.headers.emplace_back("Tus-Version", std::string(tus_version));
    return response;
  }
  switch (asked->verb) {
    case exchange::TusVerb::create:
      return create(uploads, request.client_name, *asked, now_ms);
    case exchange::TusVerb::ask:
      return told(uploads.find(request.client_name, asked->hash), 200);
    case exchange::TusVerb::append:
      return told(uploads.append(request.client_name, asked->hash, asked->offset, request.body, now_ms), 204);
    case exchange::TusVerb::about:
      break;
  }
  return about(uploads);
}

}  // namespace karvan::central
