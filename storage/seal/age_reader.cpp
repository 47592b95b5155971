#include <algorithm>
#include <functional>
#include <optional>

#include "storage/seal/age.h"
#include "storage/seal/age_header.h"
#include "storage/seal/age_keys.h"
#include "storage/seal/age_stream.h"
#include "storage/seal/hash.h"

namespace karvan::seal {
namespace {

// Finds the file key by a header.
using Unwrap = std::function<Result<std::string>(const AgeHeader&)>;

// How long the header is, once its last line is there whole.
std::optional<std::size_t> header_size(std::string_view text) {
  const std::size_t mac = text.find("\n--- ");
  const std::size_t end = mac == std::string_view::npos ? mac : text.find('\n', mac + 1);
  return end == std::string_view::npos ? std::nullopt : std::optional(end + 1);
}

class FileReader final : public AgeReader {
 public:
  explicit FileReader(Unwrap unwrap) : unwrap_(std::move(unwrap)) {}

  Result<std::string> append(std::string_view sealed) override {
    if (opener_) return opener_->append(sealed);
    const std::size_t taken = std::min(sealed.size(), start_bytes_max - start_.size());
    start_.append(sealed.substr(0, taken));
    if (!may_begin()) return std::string();
    TRY(std::string plain, begin());
    TRY(const std::string more, opener_->append(sealed.substr(taken)));
    return plain.append(more);
  }

  Result<std::string> finish() override {
    if (opener_) return opener_->finish();
    TRY_VOID(parse_age_header(start_));
    return fail(Code::seal_broken, {}, "age: payload");
  }

 private:
  static constexpr std::size_t start_bytes_max = age_header_bytes_max + payload_nonce_bytes;

  bool may_begin() const {
    const auto size = header_size(start_);
    return start_.size() == start_bytes_max || (size && start_.size() >= *size + payload_nonce_bytes);
  }

  // No line after the header's last is looked at: an error is the same however much of the file came with it.
  Result<std::string> begin() {
    const std::string_view start = start_;
    TRY(const AgeHeader header, parse_age_header(start.substr(0, header_size(start).value_or(start.size()))));
    TRY(std::string unwrapped, unwrap_(header));
    const Wiped file_key(std::move(unwrapped));
    if (!equal_constant_time(header_mac(file_key.view(), header.covered), header.mac)) {
      return fail(Code::seal_broken, {}, "age: header");
    }
    const std::string_view payload = start.substr(header.size);
    opener_.emplace(payload_key(file_key.view(), payload.substr(0, payload_nonce_bytes)));
    return opener_->append(payload.substr(payload_nonce_bytes));
  }

  Unwrap unwrap_;
  std::string start_;
  std::optional<ChunkOpener> opener_;
};

bool is_scrypt(const Stanza& stanza) { return stanza.args.front() == "scrypt"; }

// A passphrase stanza stands alone: else whoever knows one recipient could pass a file off as the passphrase owner's.
bool stands_alone(const AgeHeader& header) {
  return header.stanzas.size() == 1 || std::none_of(header.stanzas.begin(), header.stanzas.end(), is_scrypt);
}

Result<std::string> unwrap_by_identity(const AgeHeader& header, const AgeIdentity& identity) {
  TRY(const std::string point, parse_recipient(identity.recipient));
  if (!stands_alone(header)) return fail(Code::malformed, {}, "age: stanzas");
  for (const Stanza& stanza : header.stanzas) {
    if (stanza.args.front() != "X25519") continue;
    TRY(auto file_key, unwrap_x25519(stanza, identity.secret.view(), point));
    if (file_key) return *std::move(file_key);
  }
  return fail(Code::key_wrong, {}, "age");
}

Result<std::string> unwrap_by_passphrase(const AgeHeader& header, std::string_view passphrase, int factor_max) {
  if (!stands_alone(header)) return fail(Code::malformed, {}, "age: stanzas");
  if (!is_scrypt(header.stanzas.front())) return fail(Code::key_wrong, {}, "age: no passphrase");
  TRY(auto file_key, unwrap_scrypt(header.stanzas.front(), passphrase, factor_max));
  if (!file_key) return fail(Code::key_wrong, {}, "age");
  return *std::move(file_key);
}

std::unique_ptr<AgeReader> reader(Unwrap unwrap) {
  ready_sodium();
  return std::make_unique<FileReader>(std::move(unwrap));
}

Result<std::string> open_whole(std::string_view sealed, AgeReader& reader) {
  TRY(std::string plain, reader.append(sealed));
  TRY(std::string last, reader.finish());
  plain.append(last);
  wipe(last);  // it may be all of a key
  return plain;
}

}  // namespace

std::unique_ptr<AgeReader> read_with_identity(AgeIdentity identity) {
  return reader(
      [identity = std::move(identity)](const AgeHeader& header) { return unwrap_by_identity(header, identity); });
}

std::unique_ptr<AgeReader> read_with_passphrase(std::string passphrase, int work_factor_log2_max) {
  return reader([passphrase = std::move(passphrase), work_factor_log2_max](const AgeHeader& header) {
    return unwrap_by_passphrase(header, passphrase, work_factor_log2_max);
  });
}

std::unique_ptr<AgeReader> read_with_file_key(std::string file_key) {
  return reader([file_key = std::move(file_key)](const AgeHeader&) -> Result<std::string> {
    if (file_key.size() != file_key_bytes) return fail(Code::key_wrong, {}, "age: file key");
    return file_key;
  });
}

Result<std::string> open_with_identity(std::string_view sealed, const AgeIdentity& identity) {
  return open_whole(sealed, *read_with_identity(identity));
}

Result<std::string> open_with_passphrase(std::string_view sealed, std::string_view passphrase,
                                         int work_factor_log2_max) {
  return open_whole(sealed, *read_with_passphrase(std::string(passphrase), work_factor_log2_max));
}

Result<std::string> open_with_file_key(std::string_view sealed, std::string_view file_key) {
  return open_whole(sealed, *read_with_file_key(std::string(file_key)));
}

}  // namespace karvan::seal
