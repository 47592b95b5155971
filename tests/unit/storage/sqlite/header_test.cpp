#include "storage/sqlite/file_header.h"
#include "tests/unit/storage/sqlite/fixture.h"

namespace karvan::sqlite {

struct Header : EachCipher {};

// Both ciphers leave bytes 0-15 unauthenticated, AEGIS also 18 and 19.
TEST_P(Header, AnyFlippedByte_IsDamagedAndNotKeyWrong) {
  auto path = make("a.db");
  for (std::size_t at = 0; at < 24; ++at) {
    test::flip_byte(path, at);
    EXPECT_EQ(code_of(Database::open(path, key_a)), Code::database_damaged) << "byte " << at;
    test::flip_byte(path, at);
  }
  EXPECT_TRUE(Database::open(path, key_a));
}

TEST_P(Header, FirstPageFlipped_IsDamaged) {
  auto path = make("a.db");
  test::flip_byte(path, 2'000);
  EXPECT_EQ(code_of(Database::open(path, key_a)), Code::database_damaged);
}

// `PRAGMA cipher` tells the default, not the file's cipher.
TEST_P(Header, TellsTheCipher_WhateverIsAskedFor) {
  const auto path = make("a.db");
  for (const auto asked : {Cipher::aegis, Cipher::sqlcipher4}) {
    auto database = Database::open(path, key_a, {.cipher = asked});
    ASSERT_TRUE(database) << describe(database.error());
    EXPECT_EQ(database->cipher(), GetParam());
    EXPECT_EQ(number(*database, "SELECT count(*) FROM t"), 1);
  }
}

TEST_P(Header, BytesBehindTheMarks_AreClearOfAegisAlone) {
  const std::string as_sqlite_defines("\x10\x00\x02\x02\x40\x40\x20\x20", 8);
  const bool clear = test::bytes_of(make("a.db")).substr(16, 8) == as_sqlite_defines;
  EXPECT_EQ(clear, GetParam() == Cipher::aegis);
}

// Nobody without the key makes a file pass for one of the other cipher; with it, the pages do not verify.
TEST_P(Header, MarksOfTheOtherCipher_AreDamage) {
  const auto path = make("a.db");
  auto bytes = test::bytes_of(path);
  const auto other = GetParam() == Cipher::aegis ? Cipher::sqlcipher4 : Cipher::aegis;
  const auto page = page_key(other, key_a, bytes.substr(4, 8));
  std::copy(page.bytes.begin() + 32, page.bytes.end(), bytes.begin());
  test::write_bytes(path, bytes);
  EXPECT_EQ(code_of(Database::open(path, key_a)), Code::database_damaged);
}

TEST_P(Header, OneMarkDamaged_TheOtherStillTellsTheCipher) {
  const auto header = test::bytes_of(make("a.db")).substr(0, header_bytes);
  for (std::size_t at = 0; at < 16; ++at) {
    auto damaged = header;
    damaged[at] ^= 1;
    EXPECT_EQ(cipher_of(damaged, key_a), GetParam()) << at;
  }
  EXPECT_EQ(cipher_of(header, key_b), std::nullopt);
  EXPECT_EQ(cipher_of(header.substr(0, 15), key_a), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Of, Header, each_cipher, cipher_name);

}  // namespace karvan::sqlite
