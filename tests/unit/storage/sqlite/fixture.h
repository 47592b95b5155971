#pragma once
#include <gtest/gtest.h>

#include <string>

#include "storage/sqlite/database.h"
#include "storage/sqlite/transaction.h"
#include "tests/support/scratch.h"

namespace karvan::sqlite {

inline const std::string key_a(32, 'a');
inline const std::string key_b(32, 'b');

inline Code code_of(const Result<Database>& result) { return result ? Code::not_found : result.error().code; }

inline void write(Database& database, const std::string& script) {
  auto transaction = Transaction::begin(database);
  ASSERT_TRUE(transaction) << describe(transaction.error());
  auto ran = database.script(script);
  ASSERT_TRUE(ran) << describe(ran.error());
  ASSERT_TRUE(transaction->commit());
}

inline std::int64_t number(Database& database, const std::string& sql) {
  auto query = database.query(sql);
  EXPECT_TRUE(query) << describe(query.error());
  EXPECT_TRUE(query && query->next().value_or(false));
  return query->integer(0);
}

// A file with one row in it, closed.
inline std::string make_file(const test::Scratch& scratch, const std::string& name, const std::string& key = key_a,
                             const std::string& text = "kept", Cipher cipher = Cipher::aegis) {
  auto path = scratch.path(name);
  auto database = Database::open(path, key, {.cipher = cipher});
  EXPECT_TRUE(database) << describe(database.error());
  write(*database, "CREATE TABLE t (x TEXT) STRICT; INSERT INTO t VALUES ('" + text + "')");
  return path;
}

// What holds of a file whatever its cipher: it is asked for once, when the file is made.
struct EachCipher : testing::TestWithParam<Cipher> {
  std::string make(const std::string& name, const std::string& key = key_a, const std::string& text = "kept") {
    return make_file(scratch, name, key, text, GetParam());
  }
  Result<Database> create(const std::string& key) {
    return Database::open(scratch.path("new.db"), key, {.cipher = GetParam()});
  }
  test::Scratch scratch;
};

inline const auto each_cipher = testing::Values(Cipher::aegis, Cipher::sqlcipher4);
inline std::string cipher_name(const testing::TestParamInfo<Cipher>& each) { return name_of(each.param); }

}  // namespace karvan::sqlite
