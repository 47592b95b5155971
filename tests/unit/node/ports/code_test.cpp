#include "node/ports/code.h"

#include <gtest/gtest.h>

#include "sync/trust/credential.h"

namespace karvan::ports {
namespace {

seal::SigningKey bus() { return seal::signing_key_of_seed("bus-01", std::string(32, 'k')); }

counter::Slip certificate() {
  counter::Slip slip;
  slip.credential =
      R"({"kind":"licence","number":7001,"tracking":"0G4-7KQ-2MX-3","service":"Licence","issued_s":1795262400,)"
      R"("provisional":true,"claims":{"full_name":"Ayesha Bibi"}})";
  return slip;
}

TEST(Code, OfACertificate_IsItsCredentialByTheNode) {
  auto coded = with_code(certificate(), bus());
  ASSERT_TRUE(coded) << describe(coded.error());
  const trust::Credential expected{"bus-01",  "licence",     7001, "0G4-7KQ-2MX-3",
                                   "Licence", 1'795'262'400, true, {{"full_name", "Ayesha Bibi"}}};
  EXPECT_EQ(*trust::read_credential(coded->qr, seal::verifying(bus())), expected);
}

TEST(Code, DrawnAgain_IsTheSame) {
  EXPECT_EQ(with_code(certificate(), bus())->qr, with_code(certificate(), bus())->qr);
}

TEST(Code, OfOneLine_BecomesANote) {
  counter::Slip slip;
  slip.qr = "K1|0G4-7KQ-2MX-3";
  EXPECT_EQ(*seal::open_note(with_code(slip, bus())->qr, seal::verifying(bus())), "K1|0G4-7KQ-2MX-3\n");
}

TEST(Code, OfSeveralLines_StaysAsItIs) {
  counter::Slip slip;
  slip.qr = "KD1|bus-01\nsigned already\n";
  EXPECT_EQ(with_code(slip, bus())->qr, slip.qr);
}

TEST(Code, OfNoneAndOfABrokenCredential) {
  EXPECT_EQ(with_code({}, bus())->qr, "");
  counter::Slip slip;
  slip.credential = R"({"kind":"licence"})";
  EXPECT_EQ(with_code(slip, bus()).error().code, Code::field_missing);
}

}  // namespace
}  // namespace karvan::ports
