#include "storage/seal/age.h"

#include <algorithm>
#include <utility>

#include "storage/seal/age_header.h"
#include "storage/seal/age_keys.h"
#include "storage/seal/age_stream.h"
#include "storage/seal/bech32.h"
#include "storage/seal/hash.h"

namespace karvan::seal {
namespace {

constexpr std::string_view recipient_prefix = "age";
constexpr std::string_view identity_prefix = "age-secret-key-";

class FileWriter final : public AgeWriter {
 public:
  FileWriter(const Stanza& stanza, const Wiped& file_key, std::string_view nonce)
      : file_key_(std::string(file_key.view())), sealer_(payload_key(file_key.view(), nonce)) {
    const std::string covered = write_age_covered({stanza});
    start_ = write_age_header(covered, header_mac(file_key.view(), covered)).append(nonce);
  }
  std::string append(std::string_view plain) override { return take_start() + sealer_.append(plain); }
  std::string finish() override { return take_start() + sealer_.finish(); }
  std::string file_key() const override { return std::string(file_key_.view()); }

 private:
  std::string take_start() { return std::exchange(start_, {}); }

  Wiped file_key_;
  ChunkSealer sealer_;
  std::string start_;
};

Result<std::string> recipient_point(std::string_view recipient) {
  TRY(std::string point, from_bech32(recipient, recipient_prefix));
  if (point.size() != x25519_bytes) return fail(Code::malformed, {}, "age: recipient");
  return point;
}

Result<std::string> open_payload(std::string_view sealed, const AgeHeader& header, std::string_view file_key) {
  if (!equal_constant_time(header_mac(file_key, header.covered), header.mac)) {
    return fail(Code::seal_broken, {}, "age: header");
  }
  const std::string_view payload = sealed.substr(header.size);
  if (payload.size() < payload_nonce_bytes) return fail(Code::seal_broken, {}, "age: payload");
  ChunkOpener opener(payload_key(file_key, payload.substr(0, payload_nonce_bytes)));
  TRY(std::string plain, opener.append(payload.substr(payload_nonce_bytes)));
  TRY(const std::string last, opener.finish());
  return plain.append(last);
}

bool is_scrypt(const Stanza& stanza) { return stanza.args.front() == "scrypt"; }

// A passphrase stanza stands alone: else whoever knows one recipient could pass a file off as the passphrase owner's.
bool stands_alone(const AgeHeader& header) {
  return header.stanzas.size() == 1 || std::none_of(header.stanzas.begin(), header.stanzas.end(), is_scrypt);
}

}  // namespace

AgeIdentity make_age_identity(const Entropy& entropy) {
  AgeIdentity identity{entropy(x25519_bytes), {}};
  identity.recipient = to_bech32(recipient_prefix, x25519_public(identity.secret));
  return identity;
}

std::string to_text(const AgeIdentity& identity) {
  std::string text = to_bech32(identity_prefix, identity.secret);
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

Result<AgeIdentity> parse_age_identity(std::string_view text) {
  TRY(std::string secret, from_bech32(text, identity_prefix));
  if (secret.size() != x25519_bytes) return fail(Code::malformed, {}, "age: identity");
  return make_age_identity([&](std::size_t) { return secret; });
}

Result<std::unique_ptr<AgeWriter>> seal_to_recipient(std::string_view recipient, const Entropy& entropy) {
  TRY(const std::string point, recipient_point(recipient));
  const Wiped file_key(entropy(file_key_bytes));
  TRY(const Stanza stanza, wrap_to_x25519(file_key.view(), point, entropy));
  return std::make_unique<FileWriter>(stanza, file_key, entropy(payload_nonce_bytes));
}

Result<std::unique_ptr<AgeWriter>> seal_to_passphrase(std::string_view passphrase, int work_factor_log2,
                                                      const Entropy& entropy) {
  ready_sodium();
  const Wiped file_key(entropy(file_key_bytes));
  TRY(const Stanza stanza, wrap_to_scrypt(file_key.view(), passphrase, work_factor_log2, entropy));
  return std::make_unique<FileWriter>(stanza, file_key, entropy(payload_nonce_bytes));
}

Result<std::string> open_with_identity(std::string_view sealed, const AgeIdentity& identity) {
  TRY(const AgeHeader header, parse_age_header(sealed));
  TRY(const std::string point, recipient_point(identity.recipient));
  if (!stands_alone(header)) return fail(Code::malformed, {}, "age: stanzas");
  for (const Stanza& stanza : header.stanzas) {
    if (stanza.args.front() != "X25519") continue;
    TRY(auto file_key, unwrap_x25519(stanza, identity.secret, point));
    if (file_key) return open_payload(sealed, header, Wiped(*std::move(file_key)).view());
  }
  return fail(Code::key_wrong, {}, "age");
}

Result<std::string> open_with_passphrase(std::string_view sealed, std::string_view passphrase,
                                         int work_factor_log2_max) {
  ready_sodium();
  TRY(const AgeHeader header, parse_age_header(sealed));
  if (!stands_alone(header)) return fail(Code::malformed, {}, "age: stanzas");
  if (!is_scrypt(header.stanzas.front())) return fail(Code::key_wrong, {}, "age: no passphrase");
  TRY(auto file_key, unwrap_scrypt(header.stanzas.front(), passphrase, work_factor_log2_max));
  if (!file_key) return fail(Code::key_wrong, {}, "age");
  return open_payload(sealed, header, Wiped(*std::move(file_key)).view());
}

Result<std::string> open_with_file_key(std::string_view sealed, std::string_view file_key) {
  ready_sodium();
  TRY(const AgeHeader header, parse_age_header(sealed));
  if (file_key.size() != file_key_bytes) return fail(Code::key_wrong, {}, "age: file key");
  return open_payload(sealed, header, file_key);
}

}  // namespace karvan::seal
