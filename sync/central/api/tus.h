#pragma once
#include "sync/central/receive/upload.h"
#include "sync/exchange/tus.h"
#include "sync/http/server.h"

namespace karvan::central {

using exchange::is_upload;

// A request under /sync/v1/files by tus 1.0 (core, creation), from a node whose certificate was checked:
//   OPTIONS       the version, the extensions, the largest file
//   POST          creates, by Upload-Length and Upload-Metadata "hash BASE64"; 201 with Location and Upload-Offset
//   HEAD  /HASH   200 with Upload-Offset and Upload-Length
//   PATCH /HASH   the body from Upload-Offset on; 204 with the new one
// 404 unknown, 409 another offset, 412 another tus, 413 too large, 415 another body, 460 the hash does not fit (all of
// it was thrown away). An error is one of the files; what a request gets wrong is a response.
Result<http::Response> answer_upload(Uploads& uploads, const http::Request& request, std::int64_t now_ms);

}  // namespace karvan::central
