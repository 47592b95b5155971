#include <gtest/gtest.h>

#include "node/ports/box.h"
#include "tests/support/hidden.h"
#include "tests/support/scratch.h"

// What a box holds for as long as it runs lies in locked memory and nowhere else.
namespace karvan::ports {
namespace {

using test::Hidden;

constexpr auto of_the_keys = "a long enough passphrase";

Box opened(const test::Scratch& scratch) {
  return *Box::create_or_open(scratch.path("box"), of_the_keys, seal::system_entropy());
}

void expect_locked(const Hidden& key) {
  EXPECT_GE(key.parts_in_memory(), key.parts_of_one());  // it is held, and the search finds it
  EXPECT_EQ(key.parts_in_memory(Hidden::Where::beside_keys), 0U);
}

TEST(Keys, P13_OfTheStore_WhileItIsOpen_LiesInLockedMemoryAlone) {
  test::Scratch scratch;
  auto box = opened(scratch);
  const Hidden key(box.vault().key(kept::store_key)->view());
  expect_locked(key);
  const auto reader = box.open_reader();
  ASSERT_TRUE(reader) << describe(reader.error());
  auto store = box.take_store();
  const auto recovered = store.recover();
  ASSERT_TRUE(recovered) << describe(recovered.error());
  expect_locked(key);
}

TEST(Keys, P13_OfTheStore_OnceItIsClosed_LieNowhere) {
  test::Scratch scratch;
  auto key = [&] { return Hidden(opened(scratch).vault().key(kept::store_key)->view()); }();
  EXPECT_EQ(key.parts_in_memory(), 0U);
}

// As a seed or a PEM is made once and read at each start; of whose maker no copy is left here.
TEST(Keys, P13_OfTheVault_AsTheyAreKeptAndRead_LieInLockedMemoryAlone) {
  test::Scratch scratch;
  auto box = opened(scratch);
  const auto entropy = seal::system_entropy();
  auto made = entropy(240);
  const Hidden secret(made);
  {
    const auto kept = box.secret_or(kept::tls_key, [&] { return std::move(made); }, entropy);
    const auto read = box.secret(kept::tls_key);
    ASSERT_TRUE(kept && read);
    expect_locked(secret);
  }
  EXPECT_EQ(secret.parts_in_memory(), 0U);
}

}  // namespace
}  // namespace karvan::ports
