#include "storage/seal/age.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "storage/seal/age_header.h"
#include "storage/seal/age_keys.h"
#include "storage/seal/age_stream.h"
#include "storage/seal/hash.h"

namespace karvan::seal {
namespace {

constexpr int quick_work_factor = 1;

const AgeIdentity& centre() {
  static const AgeIdentity identity = make_age_identity(system_entropy());
  return identity;
}

std::string sealed_to_centre(std::string_view plain) {
  const auto writer = seal_to_recipient(centre().recipient, system_entropy());
  std::string sealed = (*writer)->append(plain);
  return sealed + (*writer)->finish();
}

std::string sealed_by_passphrase(std::string_view plain, std::string_view passphrase) {
  const auto writer = seal_to_passphrase(passphrase, quick_work_factor, system_entropy());
  std::string sealed = (*writer)->append(plain);
  return sealed + (*writer)->finish();
}

std::string pattern(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 31 + i / 251);
  return bytes;
}

TEST(Hkdf, Rfc5869CaseOne_Matches) {
  EXPECT_EQ(to_hex(hkdf_sha256(std::string(22, '\x0b'), *from_hex("000102030405060708090a0b0c"),
                               *from_hex("f0f1f2f3f4f5f6f7f8f9"))),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
}

// The public key was made with `openssl pkey -pubout`.
TEST(X25519, SecretOneToThirtyTwo_HasThePublicKeyThatOpensslMade) {
  std::string secret;
  for (char byte = 1; byte <= 32; ++byte) secret += byte;
  EXPECT_EQ(to_hex(x25519_public(secret)), "07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c");
}

class AgeSizes : public testing::TestWithParam<std::size_t> {};

TEST_P(AgeSizes, SealedInUnevenPieces_OpensByAllThreeKeys) {
  const std::string plain = pattern(GetParam());
  const auto writer = *seal_to_recipient(centre().recipient, system_entropy());
  std::string sealed;
  for (std::size_t at = 0; at < plain.size(); at += 10'007) sealed += writer->append(plain.substr(at, 10'007));
  sealed += writer->finish();
  EXPECT_EQ(open_with_identity(sealed, centre()), plain);
  EXPECT_EQ(open_with_file_key(sealed, writer->file_key()), plain);
  EXPECT_EQ(open_with_passphrase(sealed_by_passphrase(plain, "p"), "p"), plain);
}

INSTANTIATE_TEST_SUITE_P(AroundChunks, AgeSizes,
                         testing::Values(0, 1, chunk_bytes - 1, chunk_bytes, chunk_bytes + 1, 3 * chunk_bytes,
                                         3 * chunk_bytes + 5));

TEST(AgeReader, FedByteByByte_GivesTheWhole) {
  const std::string sealed = sealed_to_centre("a citizen's paper");
  const auto reader = read_with_identity(centre());
  std::string plain;
  for (const char byte : sealed) plain += *reader->append(std::string_view(&byte, 1));
  EXPECT_EQ(plain + *reader->finish(), "a citizen's paper");
}

// Its last line is as long as a line of a body, and is taken for one: then what follows it must not matter.
TEST(AgeReader, BrokenHeader_IsRefusedAlike_HoweverMuchCameWithIt) {
  const std::string header = "age-encryption.org/v1\n-> X25519 a\n--- " + std::string(60, 'A') + "\n";
  const std::string file = header + std::string(20, 'B') + "\n" + std::string(40, 'C');
  const std::string key(16, 'k');
  const auto in_two = read_with_file_key(key);
  const auto refused = in_two->append(file.substr(0, header.size() + 16));
  ASSERT_FALSE(refused);
  EXPECT_EQ(open_with_file_key(file, key), tl::unexpected(refused.error()));
}

TEST(AgeReader, EndlessHeader_IsRefusedAtItsBound) {
  const auto reader = read_with_identity(centre());
  ASSERT_TRUE(reader->append("age-encryption.org/v1\n-> ").has_value());
  std::size_t fed = 0;
  while (reader->append(std::string(1000, 'a')).has_value()) ASSERT_LT(fed += 1000, 2 * age_header_bytes_max);
}

TEST(Age, AnyBitOfASmallFileFlipped_DoesNotOpen) {
  const std::string sealed = sealed_to_centre("a citizen's paper");
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string flipped = sealed;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    ASSERT_FALSE(open_with_identity(flipped, centre()).has_value()) << bit;
  }
}

TEST(Age, CutAnywhere_DoesNotOpen) {
  const std::string sealed = sealed_to_centre("a citizen's paper");
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    ASSERT_FALSE(open_with_identity(sealed.substr(0, size), centre()).has_value()) << size;
  }
}

TEST(Age, CutAtAChunk_IsSealBroken) {
  const std::string sealed = sealed_to_centre(pattern(2 * chunk_bytes + 9));
  const std::size_t payload = parse_age_header(sealed)->size + payload_nonce_bytes;
  for (std::size_t chunks : {0, 1, 2}) {
    const std::string cut = sealed.substr(0, payload + chunks * (chunk_bytes + chunk_tag_bytes));
    EXPECT_EQ(open_with_identity(cut, centre()).error().code, Code::seal_broken) << chunks;
  }
}

TEST(Age, ChunksExchanged_IsSealBroken) {
  std::string sealed = sealed_to_centre(pattern(3 * chunk_bytes));
  const std::size_t first = parse_age_header(sealed)->size + payload_nonce_bytes;
  const std::size_t size = chunk_bytes + chunk_tag_bytes;
  std::swap_ranges(sealed.begin() + static_cast<std::ptrdiff_t>(first),
                   sealed.begin() + static_cast<std::ptrdiff_t>(first + size),
                   sealed.begin() + static_cast<std::ptrdiff_t>(first + size));
  EXPECT_EQ(open_with_identity(sealed, centre()).error().code, Code::seal_broken);
}

TEST(Age, BytesAfterTheEnd_IsSealBroken) {
  EXPECT_EQ(open_with_identity(sealed_to_centre("x") + "y", centre()).error().code, Code::seal_broken);
}

TEST(Age, OtherIdentity_IsKeyWrong) {
  const AgeIdentity other = make_age_identity(system_entropy());
  EXPECT_EQ(open_with_identity(sealed_to_centre("x"), other).error().code, Code::key_wrong);
}

TEST(Age, WrongPassphrase_IsKeyWrong) {
  EXPECT_EQ(open_with_passphrase(sealed_by_passphrase("x", "right"), "wrong").error().code, Code::key_wrong);
  EXPECT_EQ(open_with_passphrase(sealed_to_centre("x"), "right").error().code, Code::key_wrong);
}

TEST(Age, WrongFileKey_IsRefused) {
  const std::string sealed = sealed_to_centre("x");
  EXPECT_EQ(open_with_file_key(sealed, std::string(file_key_bytes, 'k')).error().code, Code::seal_broken);
  EXPECT_EQ(open_with_file_key(sealed, "short").error().code, Code::key_wrong);
}

TEST(Age, WorkFactorAboveTheBound_IsRefusedBeforeItIsSpent) {
  std::string sealed = sealed_by_passphrase("x", "p");
  const std::size_t at = sealed.find("\n", sealed.find("-> scrypt")) - 1;
  for (const char* factor : {"21", "99", "0", "01", "1x"}) {
    std::string forged = sealed;
    forged.replace(at, 1, factor);
    EXPECT_EQ(open_with_passphrase(forged, "p").error().code, Code::malformed) << factor;
  }
  EXPECT_FALSE(seal_to_passphrase("p", 0, system_entropy()).has_value());
  EXPECT_FALSE(seal_to_passphrase("p", 23, system_entropy()).has_value());
}

TEST(Age, PassphraseBesideARecipient_IsMalformed) {
  const std::string key(file_key_bytes, 'k');
  const std::string point = *parse_recipient(centre().recipient);
  const auto by_passphrase = *wrap_to_scrypt(key, "p", quick_work_factor, system_entropy());
  const std::string covered = write_age_covered({by_passphrase, *wrap_to_x25519(key, point, system_entropy())});
  const std::string sealed = write_age_header(covered, header_mac(key, covered)) + std::string(64, 'n');
  EXPECT_EQ(open_with_passphrase(sealed, "p").error().code, Code::malformed);
  EXPECT_EQ(open_with_identity(sealed, centre()).error().code, Code::malformed);
}

TEST(Age, RecipientOfLowOrder_IsMalformed) {
  EXPECT_EQ(
      wrap_to_x25519(std::string(file_key_bytes, 'k'), std::string(x25519_bytes, '\0'), system_entropy()).error().code,
      Code::malformed);
}

TEST(Age, SameTextTwice_IsSealedDifferently) { EXPECT_NE(sealed_to_centre("x"), sealed_to_centre("x")); }

TEST(Age, SealedBytes_HoldNoPlaintext) {
  EXPECT_EQ(sealed_to_centre(std::string(200'000, 'A')).find("AAAAAAAA"), std::string::npos);
}

TEST(AgeHeader, StanzasOfAllBodySizes_RoundTrip) {
  for (std::size_t size : {0u, 1u, 32u, 47u, 48u, 49u, 96u, 200u}) {
    const std::string covered = write_age_covered({{{"grease", "a", "b"}, pattern(size)}, {{"X25519"}, "x"}});
    const std::string text = write_age_header(covered, std::string(age_mac_bytes, 'm'));
    const auto header = parse_age_header(text + "payload");
    ASSERT_TRUE(header.has_value()) << size;
    EXPECT_EQ(header->stanzas[0].body, pattern(size));
    EXPECT_EQ(header->stanzas[0].args, (std::vector<std::string>{"grease", "a", "b"}));
    EXPECT_EQ(header->covered, covered);
    EXPECT_EQ(header->size, text.size());
  }
}

TEST(AgeHeader, LooseForm_IsMalformed) {
  const std::string mac = "--- " + std::string(43, 'A') + "\n";
  const std::string version = "age-encryption.org/v1\n";
  for (const std::string& text :
       {std::string(), std::string("age-encryption.org/v2\n-> a\n\n") + mac, version + mac, version + "->a\n\n" + mac,
        version + "->  a\n\n" + mac, version + "-> a \n\n" + mac, version + "-> a\n" + mac, version + "-> a\nA\n" + mac,
        version + "-> a\r\n\n" + mac, version + "-> a\nAA==\n" + mac, version + "-> a\n\n---\n",
        version + "-> a\n\n--- AA\n", version + "-> a\n" + std::string(65, 'A') + "\n\n" + mac}) {
    EXPECT_FALSE(parse_age_header(text).has_value()) << text;
  }
  EXPECT_TRUE(parse_age_header(version + "-> a\n\n" + mac).has_value());
}

TEST(AgeHeader, BeyondItsBounds_IsMalformed) {
  const std::string mac = "--- " + std::string(43, 'A') + "\n";
  const auto of_stanzas = [&](std::size_t count) {
    std::string text = "age-encryption.org/v1\n";
    for (std::size_t i = 0; i < count; ++i) text += "-> a\n\n";
    return text + mac;
  };
  EXPECT_TRUE(parse_age_header(of_stanzas(age_stanzas_max)).has_value());
  EXPECT_FALSE(parse_age_header(of_stanzas(age_stanzas_max + 1)).has_value());
  const std::string long_argument(age_header_bytes_max, 'a');
  EXPECT_FALSE(parse_age_header("age-encryption.org/v1\n-> " + long_argument + "\n\n" + mac).has_value());
}

RC_GTEST_PROP(AgeHeader, ArbitraryText_NeverCrashes, (const std::string& text)) {
  RC_ASSERT(!parse_age_header("age-encryption.org/v1\n" + text) || !text.empty());
}

TEST(AgeIdentity, TextForm_RoundTrips) {
  const AgeIdentity identity = make_age_identity(system_entropy());
  const std::string text(to_text(identity).view());
  EXPECT_EQ(text.substr(0, 16), "AGE-SECRET-KEY-1");
  EXPECT_EQ(text.size(), 74u);
  EXPECT_EQ(identity.recipient.size(), 62u);
  EXPECT_EQ(parse_age_identity(text)->recipient, identity.recipient);
}

TEST(AgeIdentity, OneCharacterChangedOrCut_IsMalformed) {
  const std::string text(to_text(centre()).view());
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string bad = text;
    bad[at] = bad[at] == 'Q' ? 'P' : 'Q';
    EXPECT_FALSE(parse_age_identity(bad).has_value()) << at;
    EXPECT_FALSE(parse_age_identity(text.substr(0, at)).has_value()) << at;
  }
  EXPECT_FALSE(parse_age_identity("age-SECRET" + text.substr(10)).has_value());
}

TEST(AgeRecipient, NotOne_IsMalformed) {
  for (const std::string& text :
       {std::string(), std::string("age1"), std::string(to_text(centre()).view()), centre().recipient + "q"}) {
    EXPECT_FALSE(seal_to_recipient(text, system_entropy()).has_value()) << text;
  }
}

}  // namespace
}  // namespace karvan::seal
