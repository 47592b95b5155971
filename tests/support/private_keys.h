#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "storage/seal/hash.h"
#include "storage/seal/secret.h"
#include "tests/support/hidden.h"

namespace karvan::test {

// A P-256 key as trust::make_key writes it (RFC 5958, RFC 5915): its PEM, the DER within, and the number that it all is
// about, as DER and as OpenSSL's BIGNUM have it. What goes before the number is the same in each key.
class PrivateKey {
 public:
  explicit PrivateKey(const seal::Secret& pem) {
    std::string base64;
    base64.reserve(pem.view().size());
    const auto body = pem.view().substr(heading_bytes, pem.view().rfind("-----END") - heading_bytes);
    std::copy_if(body.begin(), body.end(), std::back_inserter(base64), [](char c) { return c != '\n'; });
    auto der = *seal::from_base64(base64);
    // Hidden does not look for the first part.
    forms_.emplace_back(pem.view().substr(heading_bytes + number_at / 3 * 4 - Hidden::part_bytes, 64));
    forms_.emplace_back(
        std::string_view(der).substr(number_at - Hidden::part_bytes, Hidden::part_bytes + number_bytes));
    std::reverse(der.begin() + number_at, der.begin() + number_at + number_bytes);
    forms_.emplace_back(
        std::string_view(der).substr(number_at - Hidden::part_bytes, Hidden::part_bytes + number_bytes));
    ::explicit_bzero(der.data(), der.size());
    ::explicit_bzero(base64.data(), base64.size());
  }

  std::size_t parts_in_memory(Hidden::Where where = Hidden::Where::anywhere) const {
    std::size_t parts = 0;
    for (const auto& form : forms_) parts += form.parts_in_memory(where);
    return parts;
  }

 private:
  static constexpr std::size_t heading_bytes = std::string_view("-----BEGIN PRIVATE KEY-----\n").size();
  static constexpr std::size_t number_at = 36, number_bytes = 32;

  std::vector<Hidden> forms_;
};

inline void expect_only_locked(const seal::Secret& pem) {
  const PrivateKey key(pem);
  EXPECT_GT(key.parts_in_memory(), 0U);  // it is held, and the search finds it
  EXPECT_EQ(key.parts_in_memory(Hidden::Where::beside_keys), 0U);
}

}  // namespace karvan::test
