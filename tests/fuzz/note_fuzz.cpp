// Heads, checkpoints and receipts come from a network or a stick: no bytes crash the reader, and nothing opens that the
// key did not sign.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "storage/seal/note.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karvan;
  const std::string_view note(reinterpret_cast<const char*>(data), size);
  static const seal::SigningKey key = seal::signing_key_of_seed("centre.example", std::string(32, 's'));
  static const std::string signed_text = "head\n";
  static const std::string signed_note = seal::sign_note(signed_text, key);
  const auto opened = seal::open_note(note, seal::verifying(key));
  if (opened && *opened != signed_text) std::abort();
  const auto with_ours = seal::open_note(signed_note + std::string(note), seal::verifying(key));
  if (with_ours && *with_ours != signed_text) std::abort();
  if (const auto other = seal::parse_verifying_key(note); other && seal::to_text(*other) != note) std::abort();
  return 0;
}
