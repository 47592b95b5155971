#include "storage/seal/openssl_memory.h"
#include "sync/central/cli/data.h"
#include "sync/central/store/identities.h"
#include "tests/support/private_keys.h"
#include "tests/support/scratch.h"
#include "tests/unit/sync/central/fixture.h"

// What a centre holds for as long as it serves lies in locked memory and nowhere else.
namespace karvan::central {
namespace {

using test::Hidden;
using testing::must;

constexpr auto of_the_keys = "a long enough passphrase";

// As `main` does, before anything here asks OpenSSL for memory. Where the machine does not let it be locked, it goes
// into no dump all the same, and that is what is looked at.
[[maybe_unused]] const bool of_openssl_locked = seal::lock_openssl_memory().has_value();

void expect_locked(std::string_view secret) {
  const Hidden key(secret);
  EXPECT_GE(key.parts_in_memory(), key.parts_of_one());  // it is held, and the search finds it
  EXPECT_EQ(key.parts_in_memory(Hidden::Where::beside_keys), 0U);
}

TEST(Keys, P13_OfACentreAtWork_LieInLockedMemoryAlone) {
  const test::Scratch scratch;
  const auto entropy = seal::system_entropy();
  must(make_data(scratch.path("centre"), "Headquarters", of_the_keys, entropy, testing::noon));
  const auto house = must(open_data(scratch.path("centre"), of_the_keys, entropy));
  auto files = must(open_files(house.files));
  must(in_transaction(files.records,
                      [&] { return Identities(files).put("lahore", "lahore/application/a", "35202-1234567-1"); }));
  EXPECT_FALSE(seal::sign_note("a checkpoint\n", house.keys.signing).empty());
  const auto box_key = trust::make_key();
  const auto asked = must(trust::make_request(box_key, "bus-01"));
  must(trust::issue_client(house.keys.authority, asked, "bus-01", trust::validity_days(testing::noon / 1'000, 400),
                           entropy));

  expect_locked(house.files.inbox_key.view());
  expect_locked(house.files.records_key.view());
  expect_locked(files.identity_key.view());
  expect_locked(seal::seed_of(house.keys.signing));
  test::expect_only_locked(house.keys.authority.key_pem);
  test::expect_only_locked(box_key);
}

// The identity that opens what the boxes have sealed is needed at the start alone, for its public half.
TEST(Keys, P13_IdentityOfACentreAtWork_LiesNowhere) {
  const test::Scratch scratch;
  const auto entropy = seal::system_entropy();
  must(make_data(scratch.path("centre"), "Headquarters", of_the_keys, entropy, testing::noon));
  const auto identity = [&] {
    const auto opened = must(open_identity(scratch.path("centre"), of_the_keys));
    return std::pair(Hidden(opened.secret.view()), Hidden(seal::to_text(opened).view()));
  }();
  const auto house = must(open_data(scratch.path("centre"), of_the_keys, entropy));
  EXPECT_EQ(identity.first.parts_in_memory(), 0U);
  EXPECT_EQ(identity.second.parts_in_memory(), 0U);
}

}  // namespace
}  // namespace karvan::central
