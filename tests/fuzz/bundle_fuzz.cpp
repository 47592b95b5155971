// What is on a stick, once it is opened: read in pieces of any size it comes to the same as at once, in bounded memory,
// and nothing counts that nobody we know has signed.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sync/exchange/bundle.h"

namespace {

using namespace karvan;

class Kept : public exchange::BundleSink {
 public:
  Result<void> head(const exchange::BundleHead& head) override { return note(head.node); }
  Result<void> message(std::string packed) override { return note(packed); }
  Result<void> file(const std::string& hash, std::uint64_t size) override { return note(hash + std::to_string(size)); }
  Result<void> piece(std::string_view bytes) override {
    text_ += bytes;
    return {};
  }
  Result<void> here(std::vector<std::string> hashes) override { return note(std::to_string(hashes.size())); }
  const std::string& text() const { return text_; }

 private:
  Result<void> note(std::string_view what) {
    (text_ += '\n') += what;
    return {};
  }
  std::string text_;
};

std::string read(std::string_view text, std::size_t size, const seal::VerifyingKey& key) {
  Kept kept;
  exchange::BundleReader reader(kept);
  for (; !text.empty(); text.remove_prefix(std::min(size, text.size())))
    if (!reader.append(text.substr(0, size))) return "";
  if (reader.finish({&key, 1})) std::abort();
  return kept.text();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto key = seal::verifying(seal::signing_key_of_seed("bus-01", std::string(32, 's')));
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto whole = read(text, text.size() + 1, key);
  for (std::size_t piece : {1, 13, 64})
    if (read(text, piece, key) != whole) std::abort();
  return 0;
}
