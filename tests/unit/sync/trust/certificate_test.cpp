#include "sync/trust/certificate.h"

#include <gtest/gtest.h>

namespace karvan::trust {
namespace {

constexpr std::int64_t now_s = 1'795'292'520;

struct CertificateTest : testing::Test {
  seal::Entropy entropy = seal::system_entropy();
  Authority ca = *make_authority("Karvan", validity_days(now_s, 3650), entropy);
  seal::Secret key = make_key();

  Result<std::string> client(const std::string& name) {
    TRY(auto request, make_request(key, name));
    return issue_client(ca, request, name, validity_days(now_s, 400), entropy);
  }
};

TEST_F(CertificateTest, Client_BearsNameAndValidity) {
  auto certificate = read_certificate(*client("bus-01"));
  ASSERT_TRUE(certificate);
  EXPECT_EQ(certificate->name, "bus-01");
  EXPECT_EQ(certificate->fingerprint.size(), 64U);
  EXPECT_EQ(certificate->validity.from_s, now_s - 3600);
  EXPECT_EQ(certificate->validity.until_s, now_s + 400 * 86'400LL);
}

TEST_F(CertificateTest, NameOfTheRequest_IsNotBelieved) {
  auto issued = issue_client(ca, *make_request(key, "bus-99"), "bus-01", validity_days(now_s, 1), entropy);
  EXPECT_EQ(read_certificate(*issued)->name, "bus-01");
}

TEST_F(CertificateTest, OwnKeyAndAuthority_Check) {
  EXPECT_TRUE(check_certificate(*client("bus-01"), ca.certificate_pem, key));
}

TEST_F(CertificateTest, ForeignKey_IsNoticed) {
  EXPECT_FALSE(check_certificate(*client("bus-01"), ca.certificate_pem, make_key()));
}

TEST_F(CertificateTest, ForeignAuthorityOfTheSameName_IsNoticed) {
  auto other = *make_authority("Karvan", validity_days(now_s, 3650), entropy);
  EXPECT_FALSE(check_certificate(*client("bus-01"), other.certificate_pem, key));
}

TEST_F(CertificateTest, Server_TakesNamesAndAddresses) {
  EXPECT_TRUE(issue_server(ca, key, "centre", {"DNS:localhost", "IP:127.0.0.1"}, validity_days(now_s, 400), entropy));
}

TEST_F(CertificateTest, ServerWithABadAddress_IsMalformed) {
  auto issued = issue_server(ca, key, "centre", {"IP:nowhere"}, validity_days(now_s, 400), entropy);
  ASSERT_FALSE(issued);
  EXPECT_EQ(issued.error().code, Code::malformed);
}

TEST_F(CertificateTest, Noise_IsMalformed) {
  EXPECT_EQ(read_certificate("-----BEGIN CERTIFICATE-----\nnone\n").error().code, Code::malformed);
  EXPECT_EQ(read_certificate(std::string(1 << 20, 'x')).error().code, Code::malformed);
}

TEST_F(CertificateTest, TamperedRequest_IsRefused) {
  auto request = *make_request(key, "bus-01");
  request[request.size() / 2] = request[request.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(issue_client(ca, request, "bus-01", validity_days(now_s, 1), entropy));
}

}  // namespace
}  // namespace karvan::trust
