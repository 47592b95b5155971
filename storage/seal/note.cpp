#include "storage/seal/note.h"

#include <algorithm>
#include <stdexcept>

#include "storage/seal/hash.h"
#include "storage/seal/sodium.h"

namespace karvan::seal {
namespace {

constexpr char ed25519_tag = '\x01';
constexpr std::size_t key_hash_bytes = 4;
constexpr std::size_t note_bytes_max = 1 << 20;
constexpr std::size_t signatures_max = 100;
constexpr std::string_view dash = "\u2014 ";

std::string key_hash(const VerifyingKey& key) {
  return std::string(view(sha256(key.name + "\n" + ed25519_tag + key.public_key)).substr(0, key_hash_bytes));
}

bool is_control_but_newline(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f; }

bool may_be_signed(std::string_view text) {
  return !text.empty() && text.back() == '\n' && std::none_of(text.begin(), text.end(), is_control_but_newline);
}

bool may_be_name(std::string_view name) {
  return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == '+' || c == 0x7f;
  });
}

enum class Line { other, verified, broken };

// A line by another name or key hash is another's and is passed over; a line that cannot be read breaks the note.
Line judge_line(std::string_view line, std::string_view text, const VerifyingKey& key) {
  if (line.substr(0, dash.size()) != dash) return Line::broken;
  line.remove_prefix(dash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !may_be_name(line.substr(0, space))) return Line::broken;
  const auto bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() <= key_hash_bytes) return Line::broken;
  if (line.substr(0, space) != key.name || bytes->substr(0, key_hash_bytes) != key_hash(key)) return Line::other;
  return verify_bytes(text, std::string_view(*bytes).substr(key_hash_bytes), key) ? Line::verified : Line::broken;
}

tl::unexpected<Error> refuse(std::string where) { return fail(Code::signature_wrong, {}, "note: " + where); }

}  // namespace

std::string SigningKey::public_key() const {
  if (secret.empty()) return {};
  std::string key(crypto_sign_PUBLICKEYBYTES, '\0');
  crypto_sign_ed25519_sk_to_pk(bytes_of(key), bytes_of(secret.view()));
  return key;
}

SigningKey make_signing_key(std::string name, const Entropy& entropy) {
  return signing_key_of_seed(std::move(name), Wiped(entropy(crypto_sign_SEEDBYTES)).view());
}

SigningKey signing_key_of_seed(std::string name, std::string_view seed) {
  if (!may_be_name(name) || seed.size() != crypto_sign_SEEDBYTES) throw std::invalid_argument("signing key");
  ready_sodium();
  std::string public_key(crypto_sign_PUBLICKEYBYTES, '\0');
  auto secret = Key::of_size(crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair(bytes_of(public_key), secret.data(), bytes_of(seed));
  return {std::move(name), Secret(std::move(secret))};
}

std::string_view seed_of(const SigningKey& key) { return key.secret.view().substr(0, crypto_sign_SEEDBYTES); }

VerifyingKey verifying(const SigningKey& key) { return {key.name, key.public_key()}; }

std::string sign_bytes(std::string_view bytes, const SigningKey& key) {
  ready_sodium();
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(bytes_of(signature), nullptr, bytes_of(bytes), bytes.size(), bytes_of(key.secret.view()));
  return signature;
}

bool verify_bytes(std::string_view bytes, std::string_view signature, const VerifyingKey& key) {
  ready_sodium();
  return signature.size() == crypto_sign_BYTES && key.public_key.size() == crypto_sign_PUBLICKEYBYTES &&
         crypto_sign_verify_detached(bytes_of(signature), bytes_of(bytes), bytes.size(), bytes_of(key.public_key)) == 0;
}

std::string to_text(const VerifyingKey& key) {
  return key.name + "+" + to_hex(key_hash(key)) + "+" + to_base64(ed25519_tag + key.public_key);
}

Result<VerifyingKey> parse_verifying_key(std::string_view text) {
  const auto wrong = fail(Code::malformed, {}, "verifying key");
  const std::size_t first = text.find('+');
  const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos || !may_be_name(text.substr(0, first))) return wrong;
  TRY(const std::string tagged, from_base64(text.substr(second + 1)));
  if (tagged.size() != 1 + crypto_sign_PUBLICKEYBYTES || tagged.front() != ed25519_tag) return wrong;
  VerifyingKey key{std::string(text.substr(0, first)), tagged.substr(1)};
  if (to_hex(key_hash(key)) != text.substr(first + 1, second - first - 1)) return wrong;
  return key;
}

std::string sign_note(std::string_view text, const SigningKey& key) {
  if (!may_be_signed(text)) throw std::invalid_argument("text of a note");
  std::string note(text);
  note += "\n";
  note += dash;
  return note + key.name + " " + to_base64(key_hash(verifying(key)) + sign_bytes(text, key)) + "\n";
}

Result<std::string> open_note(std::string_view note, const VerifyingKey& key) {
  const std::size_t blank = note.size() > note_bytes_max ? std::string_view::npos : note.rfind("\n\n");
  if (blank == std::string_view::npos || note.back() != '\n') return refuse("form");
  const std::string_view text = note.substr(0, blank + 1);
  if (!may_be_signed(text)) return refuse("text");
  std::string_view lines = note.substr(blank + 2);
  bool verified = false;
  for (std::size_t count = 0; !lines.empty(); ++count) {
    if (count == signatures_max) return refuse("too many signatures");
    const std::size_t end = lines.find('\n');
    const Line line = judge_line(lines.substr(0, end), text, key);
    if (line == Line::broken) return refuse("signature");
    verified |= line == Line::verified;
    lines.remove_prefix(end + 1);
  }
  if (!verified) return refuse("no signature by this key");
  return std::string(text);
}

}  // namespace karvan::seal
