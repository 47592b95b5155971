#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/model/error.h"

// Resumable upload of one sealed attachment by tus 1.0 (core, creation), sans-I/O: what to send next, and what the
// answer means. The file's name at the centre is its hash, so that sending it again is a no-op (P10).
namespace karvan::exchange {

inline constexpr std::string_view files_path = "/sync/v1/files";
inline constexpr std::string_view tus_version = "1.0.0";
inline constexpr int status_checksum = 460;  // the hash does not fit
inline constexpr std::string_view piece_media = "application/offset+octet-stream";
inline constexpr std::size_t piece_bytes_max = 1 << 20;   // what a cut may cost
inline constexpr std::size_t piece_bytes_min = 16 << 10;  // on the slowest link

// Three quarters of what a batch may hold (budget_bytes), within the two bounds: so that a batch that waits for a
// piece, its request and its answer waits no longer than for another batch.
std::size_t piece_bytes(std::uint64_t bytes_per_second);

struct UploadState {
  std::string hash;        // hex SHA-256 of the sealed file
  std::uint64_t size = 0;  // of the sealed file
  bool created = false;    // the centre knows of it
  bool asked = false;      // `offset` is what the centre said since the link came back
  std::uint64_t offset = 0;
  bool done = false;  // the centre holds all of it and has verified the hash
};

// One HTTP request: POST creates (Upload-Length, Upload-Metadata), HEAD asks for the offset, PATCH sends from it.
struct UploadStep {
  std::string method, path;
  std::vector<std::pair<std::string, std::string>> headers;
  std::uint64_t offset = 0;  // of the bytes that are the body
  std::size_t bytes = 0;     // 0: no body
};
UploadStep next_step(const UploadState& state, std::size_t bytes_max);

// Creating what is there already tells its offset. 404 and 410: create it again. 409: the offset was wrong, ask. 460
// (the hash does not fit): all from the start. Any other failure is link_down; the state is then to be asked for again.
// Header names are in lower case.
Result<UploadState> after(UploadState state, const UploadStep& step, int status,
                          const std::map<std::string, std::string>& headers);

}  // namespace karvan::exchange
