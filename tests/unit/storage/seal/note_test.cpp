#include "storage/seal/note.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "storage/seal/hash.h"

namespace karvan::seal {
namespace {

// RFC 8032 section 7.1, test 1; the signature over `head` was made with `openssl pkeyutl -sign -rawin`.
constexpr const char* seed_hex = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
constexpr const char* verifying_text = "centre.example+23df7912+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
constexpr const char* head = "karvan head\nbus-07 42\n";
constexpr const char* signature_line =
    "\u2014 centre.example "
    "I995EuYoka4G1TO6tCTmkdGw9lYxucjfhGmvTShUzZR14OohfGOejGiWt9jiup+/2rN1wEA5FAP8RZAeX4FSty8xUQY=\n";

SigningKey centre() { return signing_key_of_seed("centre.example", *from_hex(seed_hex)); }
SigningKey other() { return signing_key_of_seed("witness", std::string(32, 'w')); }

std::string signature_by(const SigningKey& key) { return sign_note(head, key).substr(std::string(head).size() + 1); }

TEST(Note, SignedBySeedOfRfc8032_EqualsWhatOpensslMade) {
  EXPECT_EQ(sign_note(head, centre()), std::string(head) + "\n" + signature_line);
}

TEST(Note, MadeElsewhere_Opens) {
  const auto text = open_note(std::string(head) + "\n" + signature_line, *parse_verifying_key(verifying_text));
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(*text, head);
}

TEST(Note, EachByteOfTextFlipped_IsRefused) {
  const std::string note = sign_note(head, centre());
  for (std::size_t at = 0; at < std::string(head).size(); ++at) {
    std::string flipped = note;
    flipped[at] ^= 1;
    EXPECT_EQ(open_note(flipped, verifying(centre())).error().code, Code::signature_wrong) << at;
  }
}

TEST(Note, CutAnywhere_IsRefused) {
  const std::string note = sign_note(head, centre());
  for (std::size_t size = 0; size < note.size(); ++size) {
    EXPECT_FALSE(open_note(note.substr(0, size), verifying(centre())).has_value()) << size;
  }
}

TEST(Note, SignedByAnother_IsRefused) {
  EXPECT_EQ(open_note(sign_note(head, other()), verifying(centre())).error().code, Code::signature_wrong);
}

TEST(Note, SameNameOtherKey_IsRefused) {
  const SigningKey impostor = signing_key_of_seed("centre.example", std::string(32, 'x'));
  EXPECT_FALSE(open_note(sign_note(head, impostor), verifying(centre())).has_value());
}

TEST(Note, SecondSignatureByAnother_IsPassedOver) {
  const std::string both = std::string(head) + "\n" + signature_by(other()) + signature_by(centre());
  EXPECT_TRUE(open_note(both, verifying(centre())).has_value());
  EXPECT_TRUE(open_note(both, verifying(other())).has_value());
}

TEST(Note, LineThatIsNoSignature_IsRefused) {
  EXPECT_FALSE(open_note(sign_note(head, centre()) + "and more\n", verifying(centre())).has_value());
}

TEST(Note, MoreSignaturesThanTheBound_IsRefused) {
  std::string note = sign_note(head, centre());
  for (int count = 0; count < 99; ++count) note += signature_by(other());
  EXPECT_TRUE(open_note(note, verifying(centre())).has_value());
  EXPECT_FALSE(open_note(note + signature_by(other()), verifying(centre())).has_value());
}

TEST(Note, BlankLinesInText_Survive) {
  const std::string text = "a\n\nb\n\n\n";
  EXPECT_EQ(open_note(sign_note(text, centre()), verifying(centre())), text);
}

TEST(Note, TextThatCannotBeSigned_IsABug) {
  for (const char* text : {"", "no newline", "tab\t\n", "return\r\n"}) {
    EXPECT_THROW(sign_note(text, centre()), std::invalid_argument) << text;
  }
}

TEST(VerifyingKey, TextForm_RoundTripsAndMatchesComputedElsewhere) {
  EXPECT_EQ(to_text(verifying(centre())), verifying_text);
  EXPECT_EQ(to_text(*parse_verifying_key(verifying_text)), verifying_text);
}

TEST(VerifyingKey, AnyCharacterChanged_IsMalformed) {
  const std::string good = verifying_text;
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = bad[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(parse_verifying_key(bad).has_value()) << bad;
  }
}

TEST(SigningKey, SeedKept_MakesTheSameKeyAgain) {
  const SigningKey key = make_signing_key("node", [](std::size_t n) { return std::string(n, '7'); });
  EXPECT_EQ(signing_key_of_seed("node", seed_of(key)).public_key(), key.public_key());
}

TEST(SigningKey, NameWithSpaceOrPlus_IsABug) {
  EXPECT_THROW(signing_key_of_seed("bus 07", std::string(32, 'x')), std::invalid_argument);
  EXPECT_THROW(signing_key_of_seed("bus+07", std::string(32, 'x')), std::invalid_argument);
}

}  // namespace
}  // namespace karvan::seal
