#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/exchange/bundle.h"

namespace karvan::test {

// Keeps all that a bundle holds.
class KeptBundle : public exchange::BundleSink {
 public:
  Result<void> head(const exchange::BundleHead& read) override {
    told = read;
    return {};
  }
  Result<void> message(std::string packed) override {
    messages.push_back(std::move(packed));
    return {};
  }
  Result<void> file(const std::string& hash, std::uint64_t) override {
    files.emplace_back(hash, "");
    return {};
  }
  Result<void> piece(std::string_view bytes) override {
    files.back().second += bytes;
    return {};
  }
  Result<void> here(std::vector<std::string> hashes) override {
    held.insert(held.end(), hashes.begin(), hashes.end());
    return {};
  }

  exchange::BundleHead told;
  std::vector<std::string> messages, held;
  std::vector<std::pair<std::string, std::string>> files;  // hash and bytes
};

}  // namespace karvan::test
