#include "node/ports/copies.h"

#include <gtest/gtest.h>

#include <optional>
#include <sstream>

#include "node/ports/advice.h"
#include "node/ports/box.h"
#include "tests/support/scratch.h"

namespace karvan::ports {
namespace {

constexpr auto of_the_box = "a long enough passphrase";
constexpr std::int64_t noon = 1'795'262'400'000;

// A box that another program holds open, as a serving node does.
struct Copied : testing::Test {
  Copied() {
    auto made = Box::create_or_open(folder, of_the_box, entropy);
    EXPECT_TRUE(made) << describe(made.error());
    EXPECT_TRUE(made->secret_or(kept::head_seed, [this] { return entropy(32); }, entropy));
    EXPECT_TRUE(made->keep(kept::identity, write(Identity{"bus-01", "lahore", 7, "", "", "", "", ""})));
    box.emplace(*std::move(made));
  }
  test::Scratch scratch;
  std::string folder = scratch.path("bus-01"), copy = scratch.path("copy"), fresh = scratch.path("fresh");
  seal::Entropy entropy = seal::system_entropy();
  std::optional<Box> box;
  std::ostringstream out;
};

TEST_F(Copied, P1_BoxThatServes_IsCopiedVerifiedAndRestored) {
  ASSERT_TRUE(make_copy(folder, copy, of_the_box, noon, out));
  EXPECT_NE(out.str().find("bus-01, copied 2026-11-2"), std::string::npos) << out.str();
  EXPECT_TRUE(verify_copy(copy, of_the_box, out));
  ASSERT_TRUE(restore_copy(copy, fresh, of_the_box, out));
  auto restored = Box::open(fresh, of_the_box);
  ASSERT_TRUE(restored) << describe(restored.error());
  EXPECT_EQ(restored->identity(), box->identity());
  EXPECT_EQ(restored->secret(kept::head_seed), box->secret(kept::head_seed));
}

TEST_F(Copied, EachRefusal_HasAStatusAndWordsOfItsOwn) {
  ASSERT_TRUE(make_copy(folder, copy, of_the_box, noon, out));
  const auto status = [](const Result<void>& done) { return done ? 0 : exit_code(done.error()); };
  EXPECT_EQ(status(verify_copy(copy, "another passphrase", out)), 3);
  EXPECT_EQ(status(make_copy(folder, copy, of_the_box, noon, out)), 2);
  EXPECT_EQ(status(restore_copy(copy, folder, of_the_box, out)), 2);
  test::flip_byte(copy + "/manifest", 30);
  EXPECT_EQ(status(verify_copy(copy, of_the_box, out)), 4);
  EXPECT_EQ(status(restore_copy(copy, fresh, of_the_box, out)), 4);
  EXPECT_EQ(status(verify_copy(fresh, of_the_box, out)), 4);
}

}  // namespace
}  // namespace karvan::ports
