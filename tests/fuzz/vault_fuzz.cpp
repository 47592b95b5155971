// A box's vault file is brought to headquarters on a stick: no bytes crash the reader, and what it takes it writes
// again as it was.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "storage/seal/hash.h"
#include "storage/vault/vault_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karvan;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  (void)vault::parse_vault(input);
  // With a sum that is right, so that the fuzzer need not guess it.
  const auto object = json::parse_object(input, vault::vault_bytes_max);
  if (!object) return 0;
  const std::string body = json::write(*object);
  const std::string mac(64, '0');
  const std::string sum = seal::to_hex(seal::sha256(body + std::string(32, '\0')));
  const auto parsed = vault::parse_vault(R"({"vault":)" + body + R"(,"mac":")" + mac + R"(","sum":")" + sum + "\"}");
  if (!parsed) return 0;
  const auto again = vault::parse_vault(vault::write_vault(parsed->vault, parsed->mac));
  if (!again || vault::body_of(again->vault) != vault::body_of(parsed->vault)) std::abort();
  return 0;
}
