#include "sync/exchange/upload.h"

#include <algorithm>
#include <optional>

#include "storage/seal/hash.h"
#include "sync/exchange/exchange.h"
#include "sync/exchange/tus.h"

namespace karvan::exchange {
namespace {

enum Status : int {
  ok = 200,
  created = 201,
  no_content = 204,
  unknown = 404,
  conflict = 409,
  gone = 410,
};

tl::unexpected<Error> strange(int status) {
  return fail(Code::link_down, {{"status", std::to_string(status)}}, "upload");
}

UploadStep step_of(const UploadState& state, std::string method) {
  UploadStep step;
  step.method = std::move(method);
  step.path = std::string(files_path);
  if (step.method != "POST") step.path += "/" + state.hash;
  step.headers = {{"Tus-Resumable", std::string(tus_version)}};
  return step;
}

Result<UploadState> at(UploadState state, int status, const std::optional<std::uint64_t>& offset) {
  if (!offset || *offset > state.size) return strange(status);
  state.created = state.asked = true;
  state.offset = *offset;
  state.done = state.offset == state.size;
  return state;
}

UploadState from_the_start(UploadState state) {
  state.created = state.asked = state.done = false;
  state.offset = 0;
  return state;
}

}  // namespace

std::size_t piece_bytes(std::uint64_t bytes_per_second) {
  return std::clamp(budget_bytes(bytes_per_second) / 4 * 3, piece_bytes_min, piece_bytes_max);
}

UploadStep next_step(const UploadState& state, std::size_t bytes_max) {
  if (!state.created) {
    auto step = step_of(state, "POST");
    step.headers.emplace_back("Upload-Length", std::to_string(state.size));
    step.headers.emplace_back("Upload-Metadata", "hash " + seal::to_base64(state.hash));
    return step;
  }
  if (!state.asked) return step_of(state, "HEAD");
  auto step = step_of(state, "PATCH");
  step.offset = state.offset;
  step.bytes =
      static_cast<std::size_t>(std::min<std::uint64_t>({state.size - state.offset, bytes_max, piece_bytes_max}));
  step.headers.emplace_back("Upload-Offset", std::to_string(step.offset));
  step.headers.emplace_back("Content-Type", std::string(piece_media));
  return step;
}

Result<UploadState> after(UploadState state, const UploadStep& step, int status, const Headers& headers) {
  const bool patched = step.method == "PATCH";
  if (step.method != "POST" && (status == unknown || status == gone)) return from_the_start(std::move(state));
  if (patched && status == status_checksum) return from_the_start(std::move(state));
  if (patched && status == conflict) {
    state.asked = false;
    return state;
  }
  const auto offset = number_of(headers, "upload-offset");
  if (step.method == "POST" && status == created) return at(std::move(state), status, offset.value_or(0));
  if (step.method == "HEAD" && (status == ok || status == no_content)) {
    if (number_of(headers, "upload-length") != state.size) return strange(status);
    return at(std::move(state), status, offset);
  }
  // A centre that takes a piece but does not move would be sent it for ever.
  const bool moved = offset && *offset > step.offset && *offset <= step.offset + step.bytes;
  if (patched && status == no_content && moved) return at(std::move(state), status, offset);
  return strange(status);
}

}  // namespace karvan::exchange
