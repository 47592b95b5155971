#pragma once
#include <string>
#include <vector>

#include "node/core/letters.h"
#include "sync/exchange/bundle.h"

namespace karvan::core {

// What a bundle from the centre says, as it comes: each answer with its checkpoint verified. It holds once
// BundleReader::finish has found the centre's signature; whether it fits this box is Link's to say. Errors: key_wrong
// (for another box, or from one), body_too_large, those of exchange::read.
class StickAnswers : public exchange::BundleSink {
 public:
  // `centre` must outlive it.
  StickAnswers(std::string node, const seal::VerifyingKey& centre) : node_(std::move(node)), centre_(&centre) {}

  Result<void> head(const exchange::BundleHead& head) override;
  Result<void> message(std::string packed) override;
  Result<void> file(const std::string& hash, std::uint64_t size) override;  // passed over
  Result<void> piece(std::string_view bytes) override;
  Result<void> here(std::vector<std::string> hashes) override;

  StickRead::Content content;

 private:
  std::string node_;
  const seal::VerifyingKey* centre_;
  exchange::Request asked_;
  std::size_t bytes_ = 0;
};

inline constexpr std::size_t stick_answers_bytes_max = 128 << 20;  // packed, of all answers on one
inline constexpr std::size_t stick_files_here_max = 65'536;        // that the centre says it has

}  // namespace karvan::core
