#include "storage/seal/age_stream.h"

#include <array>

namespace karvan::seal {
namespace {

using Nonce = std::array<unsigned char, crypto_aead_chacha20poly1305_ietf_NPUBBYTES>;

Nonce nonce_of(std::uint64_t counter, bool last) {
  Nonce nonce{};
  for (std::size_t i = 0; i < 8; ++i) nonce[10 - i] = static_cast<unsigned char>(counter >> (8 * i));
  nonce[11] = last ? 1 : 0;
  return nonce;
}

void seal_chunk(std::string& out, std::string_view plain, const Wiped& key, std::uint64_t counter, bool last) {
  const std::size_t start = out.size();
  out.resize(start + plain.size() + chunk_tag_bytes);
  crypto_aead_chacha20poly1305_ietf_encrypt(bytes_of(out) + start, nullptr, bytes_of(plain), plain.size(), nullptr, 0,
                                            nullptr, nonce_of(counter, last).data(), key.data());
}

bool open_chunk(std::string& out, std::string_view sealed, const Wiped& key, std::uint64_t counter, bool last) {
  if (sealed.size() < chunk_tag_bytes) return false;
  const std::size_t start = out.size();
  out.resize(start + sealed.size() - chunk_tag_bytes);
  return crypto_aead_chacha20poly1305_ietf_decrypt(bytes_of(out) + start, nullptr, nullptr, bytes_of(sealed),
                                                   sealed.size(), nullptr, 0, nonce_of(counter, last).data(),
                                                   key.data()) == 0;
}

// Feeds `held` from `more` and hands out each full chunk that more bytes follow.
template <class Take>
bool take_full_chunks(std::string& held, std::string_view more, std::size_t size, Take take) {
  while (held.size() + more.size() > size) {
    const std::size_t wanted = size - held.size();
    if (held.empty()) {
      if (!take(more.substr(0, size))) return false;
    } else {
      held.append(more.substr(0, wanted));
      if (!take(std::string_view(held))) return false;
      wipe(held);
      held.clear();
    }
    more.remove_prefix(wanted);
  }
  held.append(more);
  return true;
}

tl::unexpected<Error> broken() { return fail(Code::seal_broken, {}, "age: payload"); }

}  // namespace

std::string ChunkSealer::append(std::string_view plain) {
  if (held_.capacity() < chunk_bytes) held_.reserve(chunk_bytes);
  std::string out;
  take_full_chunks(held_, plain, chunk_bytes, [&](std::string_view chunk) {
    seal_chunk(out, chunk, key_, counter_++, false);
    return true;
  });
  return out;
}

std::string ChunkSealer::finish() {
  std::string out;
  seal_chunk(out, held_, key_, counter_++, true);
  wipe(held_);
  held_.clear();
  return out;
}

Result<std::string> ChunkOpener::append(std::string_view sealed) {
  std::string plain;
  const bool good = take_full_chunks(held_, sealed, chunk_bytes + chunk_tag_bytes, [&](std::string_view chunk) {
    return open_chunk(plain, chunk, key_, counter_++, false);
  });
  if (!good) return broken();
  return plain;
}

Result<std::string> ChunkOpener::finish() {
  // An empty last chunk is right only for an empty file.
  if (held_.size() == chunk_tag_bytes && counter_ > 0) return broken();
  std::string plain;
  if (!open_chunk(plain, held_, key_, counter_++, true)) return broken();
  held_.clear();
  return plain;
}

}  // namespace karvan::seal
