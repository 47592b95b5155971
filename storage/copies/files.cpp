#include "storage/copies/files.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "storage/files/file.h"
#include "storage/seal/hash.h"

namespace karvan::copies {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_bytes = 1 << 20;

// Hands each piece of the file to `sink`; what it was is given in the end.
template <class Sink>
Result<Digest> read_through(const std::string& path, Sink sink) {
  TRY(const auto file, files::File::open(path, files::For::reading));
  seal::Sha256 hash;
  Digest digest;
  std::string buffer(piece_bytes, '\0');
  while (true) {
    TRY(const auto piece, file.read(buffer));
    if (piece.empty()) break;
    hash.append(piece);
    digest.bytes += piece.size();
    TRY_VOID(sink(piece));
  }
  digest.sha256 = seal::to_hex(hash.finish());
  return digest;
}

// `fill(file)` writes it.
template <class Fill>
Result<Digest> new_file(const std::string& path, Fill fill) {
  TRY(const auto file, files::File::open(path, files::For::making));
  Result<Digest> filled = fill(file);
  const auto synced = filled ? file.sync() : Result<void>{};
  if (!synced) filled = tl::unexpected(synced.error());
  if (!filled) (void)files::remove_file(path);
  return filled;
}

}  // namespace

Result<Digest> digest_of(const std::string& path) {
  return read_through(path, [](std::string_view) { return Result<void>{}; });
}

Result<Digest> copy_file(const std::string& from, const std::string& to) {
  // So that one that is not there leaves no empty file for a moment.
  if (::access(from.c_str(), F_OK) != 0) return files::failed(from);
  return new_file(to, [&](const files::File& file) {
    return read_through(from, [&](std::string_view piece) { return file.write(piece); });
  });
}

Result<Digest> write_file(const std::string& to, std::string_view bytes) {
  return new_file(to, [&](const files::File& file) -> Result<Digest> {
    TRY_VOID(file.write(bytes));
    return Digest{seal::to_hex(seal::sha256(bytes)), bytes.size()};
  });
}

bool lies_in(const std::string& path, const std::string& folder) {
  std::error_code bad;
  const auto inner = fs::weakly_canonical(fs::absolute(path), bad);
  auto outer = fs::weakly_canonical(fs::absolute(folder), bad);
  if (!outer.has_filename()) outer = outer.parent_path();  // it was named with a slash at its end
  const auto [end, ignored] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return bad || end == outer.end();
}

}  // namespace karvan::copies
