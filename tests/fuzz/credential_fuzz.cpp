// A document's code comes from any paper: no bytes crash the reader, and nothing is read that the key did not sign.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sync/trust/base45.h"
#include "sync/trust/cbor.h"
#include "sync/trust/credential.h"

namespace {

using namespace karvan;

void read(const std::string& text, const seal::SigningKey& key, const trust::Credential& ours) {
  (void)trust::key_name(text);
  const auto read = trust::read_credential(text, seal::verifying(key));
  if (read && *read != ours) std::abort();
}

// A claim set of any bytes under a right signature: what a node with a fault of its own might write.
std::string signed_claims(std::string_view payload, const seal::SigningKey& key) {
  using trust::CborWriter;
  const auto header = CborWriter().map(2).integer(1).integer(-8).integer(4).bytes(key.name).take();
  const auto covered = CborWriter().array(4).text("Signature1").bytes(header).bytes("").bytes(payload).take();
  const auto signature = seal::sign_bytes(covered, key);
  return "KV1:" +
         trust::to_base45(CborWriter().tag(18).array(4).bytes(header).map(0).bytes(payload).bytes(signature).take());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  static const seal::SigningKey key = seal::signing_key_of_seed("bus-01", std::string(32, 's'));
  static const trust::Credential ours{"bus-01", "licence", 7001, "0G4-7KQ-2MX-3", "Licence", 1, false, {}};
  read(bytes, key, ours);
  read("KV1:" + trust::to_base45(bytes), key, ours);
  const auto decoded = trust::from_base45(bytes);
  if (decoded && trust::to_base45(*decoded) != bytes) std::abort();
  const auto read_back = trust::read_credential(signed_claims(bytes, key), seal::verifying(key));
  if (read_back) (void)trust::write_credential(*read_back, key);
  trust::CborReader in(bytes);
  while (in.skip()) continue;
  return 0;
}
