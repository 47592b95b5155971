#include "storage/blobs/blob_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <optional>

#include "storage/blobs/blobs.h"

namespace karvan::blobs {

constexpr std::size_t temporary_name_bytes = 16;

// Owns the open file and what it takes of the quota, and gives both back unless it was finished.
struct BlobWriter::State {
  std::shared_ptr<Folder> folder;
  std::unique_ptr<seal::AgeWriter> sealer;
  std::string temporary;
  int fd = -1;
  bool finished = false;
  std::optional<Error> error = std::nullopt;
  seal::Sha256 hash = {};
  std::uint64_t size = 0;
  std::uint64_t plain_size = 0;

  State(std::shared_ptr<Folder> where, std::unique_ptr<seal::AgeWriter> by, const std::string& name)
      : folder(std::move(where)), sealer(std::move(by)), temporary(folder->path_of(name)) {
    fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (fd < 0) return;
    ::close(fd);
    if (finished) return;
    ::unlink(temporary.c_str());
    folder->give_back(size);
  }

  Result<void> write(std::string_view sealed);
  Result<void> add(std::string_view plain);
  Result<SealedBlob> finish();
};

Result<void> BlobWriter::State::write(std::string_view sealed) {
  TRY_VOID(folder->take(sealed.size()));
  size += sealed.size();
  hash.append(sealed);
  while (!sealed.empty()) {
    const ssize_t written = ::write(fd, sealed.data(), sealed.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_error("write");
    sealed.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> BlobWriter::State::add(std::string_view plain) {
  if (plain.size() > folder->limits().plain_bytes_max - plain_size) {
    return fail(Code::body_too_large, {{"max", std::to_string(folder->limits().plain_bytes_max)}}, "blobs");
  }
  plain_size += plain.size();
  return write(sealer->append(plain));
}

Result<SealedBlob> BlobWriter::State::finish() {
  TRY_VOID(write(sealer->finish()));
  if (::fsync(fd) != 0) return io_error("fsync");
  SealedBlob blob{seal::to_hex(hash.finish()), size, plain_size, sealer->file_key()};
  if (::rename(temporary.c_str(), folder->path_of(blob.id).c_str()) != 0) return io_error("rename");
  finished = true;
  TRY_VOID(folder->sync());
  return blob;
}

BlobWriter::BlobWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlobWriter::BlobWriter(BlobWriter&&) noexcept = default;
BlobWriter& BlobWriter::operator=(BlobWriter&&) noexcept = default;
BlobWriter::~BlobWriter() = default;

Result<BlobWriter> BlobWriter::begin(std::shared_ptr<Folder> folder, std::string_view recipient,
                                     const seal::Entropy& entropy) {
  TRY(auto sealer, seal::seal_to_recipient(recipient, entropy));
  const std::string name = std::string(temporary_prefix) + seal::to_hex(entropy(temporary_name_bytes));
  auto state = std::make_unique<State>(std::move(folder), std::move(sealer), name);
  if (state->fd < 0) return io_error("open");
  return BlobWriter(std::move(state));
}

Result<void> BlobWriter::append(std::string_view plain) {
  if (state_->error) return tl::unexpected(*state_->error);
  auto added = state_->add(plain);
  if (!added) state_->error = added.error();
  return added;
}

Result<SealedBlob> BlobWriter::finish() {
  if (state_->error) return tl::unexpected(*state_->error);
  auto blob = state_->finish();
  state_->error = blob ? Error{Code::internal, {}, "blobs: finished twice"} : blob.error();
  return blob;
}

}  // namespace karvan::blobs
