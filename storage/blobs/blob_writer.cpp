#include "storage/blobs/blob_writer.h"

#include <optional>

#include "storage/blobs/blobs.h"

namespace karvan::blobs {

constexpr std::size_t temporary_name_bytes = 16;

// Owns the open file and what it takes of the quota, and gives both back unless it was finished.
struct BlobWriter::State {
  std::shared_ptr<Folder> folder;
  std::unique_ptr<seal::AgeWriter> sealer;
  std::string path;  // temporary until it has its own
  files::File file;
  bool finished = false;
  std::optional<Error> error = std::nullopt;
  seal::Sha256 hash = {};
  std::uint64_t size = 0;
  std::uint64_t plain_size = 0;

  State(std::shared_ptr<Folder> where, std::unique_ptr<seal::AgeWriter> by, std::string at, files::File made)
      : folder(std::move(where)), sealer(std::move(by)), path(std::move(at)), file(std::move(made)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (finished) return;
    (void)files::remove_file(path);
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
  return file.write(sealed);
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
  TRY_VOID(file.sync());
  SealedBlob blob{seal::to_hex(hash.finish()), size, plain_size, sealer->file_key()};
  TRY_VOID(files::rename_file(path, folder->path_of(blob.id)));
  path = folder->path_of(blob.id);
  TRY_VOID(folder->sync());
  finished = true;
  return blob;
}

BlobWriter::BlobWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlobWriter::BlobWriter(BlobWriter&&) noexcept = default;
BlobWriter& BlobWriter::operator=(BlobWriter&&) noexcept = default;
BlobWriter::~BlobWriter() = default;

Result<BlobWriter> BlobWriter::begin(std::shared_ptr<Folder> folder, std::string_view recipient,
                                     const seal::Entropy& entropy) {
  TRY(auto sealer, seal::seal_to_recipient(recipient, entropy));
  const auto path = folder->path_of(std::string(temporary_prefix) + seal::to_hex(entropy(temporary_name_bytes)));
  TRY(auto file, files::File::open(path, files::For::making));
  return BlobWriter(std::make_unique<State>(std::move(folder), std::move(sealer), path, std::move(file)));
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
