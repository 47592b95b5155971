#include "sync/trust/credential.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "storage/model/json.h"
#include "sync/trust/base45.h"
#include "sync/trust/cbor.h"

namespace karvan::trust {
namespace {

seal::SigningKey key_of(char seed) { return seal::signing_key_of_seed("bus-01", std::string(32, seed)); }

Credential licence() {
  Credential c{"bus-01", "licence", 7001, "0G4-7KQ-2MX-3", "Learner driving licence", 1'795'262'400, true, {}};
  c.claims = {{"full_name", "Ayesha Bibi"},
              {"birth_date", "1990-02-28"},
              {"identity", "35202-1234567-1"},
              {"father_name", "محمد علی"},
              {"classes", "A, B"}};
  return c;
}

std::string bytes_of(const std::string& text) { return *from_base45(text.substr(4)); }
std::string text_of(const std::string& bytes) { return "KV1:" + to_base45(bytes); }

TEST(Credential, WrittenAndRead_IsTheSame) {
  auto text = write_credential(licence(), key_of('k'));
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->starts_with("KV1:"));
  EXPECT_EQ(*key_name(*text), "bus-01");
  auto back = read_credential(*text, seal::verifying(key_of('k')));
  ASSERT_TRUE(back) << describe(back.error());
  EXPECT_EQ(*back, licence());
}

TEST(Credential, WithoutClaims_ComesBackToo) {
  Credential bare{"bus-01", "domicile", 1, "0G4-7KQ-2MX-3", "Domicile", 1, false, {}};
  EXPECT_EQ(*read_credential(*write_credential(bare, key_of('k')), seal::verifying(key_of('k'))), bare);
}

TEST(Credential, ABirthDateThatIsNone_StaysAsPrinted) {
  auto odd = licence();
  odd.claims["birth_date"] = "about 1960";
  EXPECT_EQ(*read_credential(*write_credential(odd, key_of('k')), seal::verifying(key_of('k'))), odd);
}

// RFC 8949, 4.2: shortest forms, and keys in the order of their bytes: a short name before a long one.
TEST(Credential, ItsBytes_AreDeterministic) {
  Credential c{"b", "k", 23, "t", "s", 24, false, {{"zz", "1"}, {"aaa", "2"}, {"full_name", "N"}}};
  const auto bytes = bytes_of(*write_credential(c, seal::signing_key_of_seed("b", std::string(32, 'k'))));
  const std::string head("\xd2\x84\x46\xa2\x01\x27\x04\x41\x62\xa0\x58", 11);
  const std::string claims(
      "\xa4\x01\x61\x62\x06\x18\x18\x18\xa9\xa1\x04\x61\x4e\x3a\x00\x01\x00\x00\xa5\x01\x61\x6b\x02\x17\x03\x61\x74\x04"
      "\x61\x73\x06\xa2\x62zz\x61\x31\x63"
      "aaa\x61\x32",
      43);
  EXPECT_EQ(bytes.substr(0, head.size()), head);
  EXPECT_EQ(bytes.substr(head.size() + 1, claims.size()), claims);
  EXPECT_EQ(bytes.size(), head.size() + 1 + claims.size() + 2 + 64);
}

// The verify page's own reader, which shares no line with this one, reads the same text.
TEST(Credential, IsTheCodeThatThePageReads) {
  std::ifstream file("sync/central/web/verify/test/credential.json");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  auto shared = json::parse_object(text);
  ASSERT_TRUE(shared) << describe(shared.error());
  EXPECT_EQ(json::string_or(*shared, "code"), *write_credential(licence(), key_of('k')));
}

TEST(Credential, AnyChangedByte_IsRefused) {
  const auto text = *write_credential(licence(), key_of('k'));
  const auto bytes = bytes_of(text);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(read_credential(text_of(changed), seal::verifying(key_of('k')))) << "byte " << i;
  }
}

TEST(Credential, ByAnotherKey_SaysSo) {
  const auto text = *write_credential(licence(), key_of('k'));
  EXPECT_EQ(read_credential(text, seal::verifying(key_of('l'))).error().code, Code::signature_wrong);
  auto other_name = seal::verifying(key_of('k'));
  other_name.name = "bus-02";
  EXPECT_EQ(read_credential(text, other_name).error().code, Code::signature_wrong);
}

TEST(Credential, WhatIsNone_IsBroken) {
  const auto key = seal::verifying(key_of('k'));
  const auto bytes = bytes_of(*write_credential(licence(), key_of('k')));
  for (const auto& text :
       {std::string(), std::string("KV1:"), std::string("KV2:BB8"), std::string("KV1:bb8"), text_of(bytes + "x"),
        text_of(bytes.substr(0, bytes.size() - 1)), "KV1:" + std::string(3'000, '0')})
    EXPECT_EQ(read_credential(text, key).error().code, Code::seal_broken) << text;
}

TEST(Credential, TooLargeForACode_IsRefused) {
  auto large = licence();
  large.claims["address"].assign(credential_bytes_max, 'a');
  EXPECT_EQ(write_credential(large, key_of('k')).error().code, Code::body_too_large);
}

TEST(Cbor, NestingWithoutEnd_IsBounded) {
  const std::string arrays(5'000, '\x81');
  EXPECT_FALSE(CborReader(arrays).skip());
}

}  // namespace
}  // namespace karvan::trust
