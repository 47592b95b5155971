#include "storage/seal/hash.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "storage/seal/entropy.h"

namespace karvan::seal {
namespace {

Digest head_of(const std::vector<std::string>& lines) {
  Digest head{};
  for (const std::string& line : lines) head = chain(head, line);
  return head;
}

TEST(Sha256, Fips180Vector_Matches) {
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

RC_GTEST_PROP(Sha256, Streamed_EqualsWhole, (const std::vector<std::string>& parts)) {
  Sha256 stream;
  std::string whole;
  for (const std::string& part : parts) {
    stream.append(part);
    whole += part;
  }
  RC_ASSERT(stream.finish() == sha256(whole));
}

TEST(Sha256, StreamOpenWhileAnotherIsHashed_DoesNotMix) {
  Sha256 stream;
  stream.append("ab");
  sha256("something else");
  stream.append("c");
  EXPECT_EQ(stream.finish(), sha256("abc"));
}

TEST(Hmac, PublishedVector_Matches) {
  EXPECT_EQ(to_hex(hmac_sha256("key", "The quick brown fox jumps over the lazy dog")),
            "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
}

TEST(EqualConstantTime, OneBitOrLengthDiffers_IsFalse) {
  EXPECT_TRUE(equal_constant_time("same", "same"));
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_FALSE(equal_constant_time("same", "samd"));
  EXPECT_FALSE(equal_constant_time("same", "sam"));
}

RC_GTEST_PROP(Hex, RoundTrip_IsIdentity, (const std::string& bytes)) { RC_ASSERT(from_hex(to_hex(bytes)) == bytes); }

RC_GTEST_PROP(Base64, RoundTrip_IsIdentity, (const std::string& bytes)) {
  RC_ASSERT(from_base64(to_base64(bytes)) == bytes);
}

RC_GTEST_PROP(Base64, RoundTripUnpadded_IsIdentity, (const std::string& bytes)) {
  const std::string text = to_base64_unpadded(bytes);
  RC_ASSERT(text.find('=') == std::string::npos);
  RC_ASSERT(from_base64_unpadded(text) == bytes);
}

TEST(Base64, PaddingWhereNoneBelongs_IsMalformed) {
  for (const char* text : {"YQ==", "YQ=", "Y", "YR"}) EXPECT_FALSE(from_base64_unpadded(text).has_value()) << text;
}

TEST(Base64, AnyByteOutsideTheAlphabet_IsMalformed) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    EXPECT_EQ(from_base64(std::string("AA") + c + "A").has_value(), alphabet.find(c) != std::string::npos) << byte;
  }
}

TEST(Hex, OddOrForeignCharacter_IsMalformed) {
  for (const char* text : {"0", "0g", "00 ", "0x00"}) EXPECT_EQ(from_hex(text).error().code, Code::malformed) << text;
}

TEST(Base64, LooseForm_IsMalformed) {
  for (const char* text : {"YQ", "YQ=", "YR==", "YQ==x", "Y Q==", "-_-_", "YQ==\n"}) {
    EXPECT_FALSE(from_base64(text).has_value()) << text;
  }
}

TEST(Chain, P7_TwoLines_MatchComputedElsewhere) {
  EXPECT_EQ(to_hex(head_of({R"({"seq":1})", R"({"seq":2})"})),
            "68a927b1d9397330fa6be572fc5764bce97bd6515421f7ad1a1a0ee667ab3fb1");
}

RC_GTEST_PROP(Chain, P7_FlippedByte_IsNoticed, (const std::string& before, char flip)) {
  RC_PRE(flip != 0);
  const auto line = *rc::gen::nonEmpty(rc::gen::arbitrary<std::string>());
  std::string flipped = line;
  flipped[*rc::gen::inRange<std::size_t>(0, line.size())] ^= flip;
  RC_ASSERT(head_of({before, line, "after"}) != head_of({before, flipped, "after"}));
}

RC_GTEST_PROP(Chain, P7_ErasedLine_StillVerifiesByItsDigest, (const std::string& erased, const std::string& after)) {
  const Digest with_digest_only = chain(chain(Digest{}, sha256(erased)), after);
  RC_ASSERT(with_digest_only == head_of({erased, after}));
}

TEST(Chain, P7_LinesSwappedOrCutElsewhere_IsNoticed) {
  const Digest head = head_of({"ab", "c"});
  EXPECT_NE(head, head_of({"c", "ab"}));
  EXPECT_NE(head, head_of({"a", "bc"}));
  EXPECT_NE(head, head_of({"abc"}));
}

TEST(SystemEntropy, TwoDraws_Differ) {
  const Entropy entropy = system_entropy();
  EXPECT_EQ(entropy(32).size(), 32u);
  EXPECT_NE(entropy(32), entropy(32));
}

}  // namespace
}  // namespace karvan::seal
