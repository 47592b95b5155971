#include "sync/central/cli/backup.h"
#include "sync/central/cli/data.h"
#include "tests/support/scratch.h"
#include "tests/unit/sync/central/fixture.h"

// How a centre's databases are sealed is said once, by `init`.
namespace karvan::central {
namespace {

namespace fs = std::filesystem;
using sqlite::Cipher;
using testing::must;

constexpr auto of_the_centre = "a long enough passphrase";

class OfEachCipher : public ::testing::TestWithParam<Cipher> {
 protected:
  OfEachCipher() {
    must(make_data(folder_, "Headquarters", of_the_centre, entropy_, testing::noon, GetParam()));
    house_ = must(open_data(folder_, of_the_centre, entropy_));
  }
  void expect_sealed(const FilesOptions& options) {
    auto files = must(open_files(options));
    EXPECT_EQ(files.inbox.cipher(), GetParam());
    EXPECT_EQ(files.records.cipher(), GetParam());
  }
  seal::Entropy entropy_ = seal::system_entropy();
  test::Scratch scratch_;
  std::string folder_ = scratch_.path("centre");
  House house_;
};

TEST_P(OfEachCipher, Made_OpensWithoutBeingToldAgain) {
  EXPECT_EQ(house_.name, "Headquarters");
  expect_sealed(house_.files);
}

TEST_P(OfEachCipher, Copied_IsSealedTheSame) {
  const auto told = must(make_backup(house_, scratch_.path("copies")));
  FilesOptions copied = house_.files;
  copied.folder = std::string(told.at("folder").as_string());
  expect_sealed(copied);
}

TEST_P(OfEachCipher, OneFileLost_ComesAgainAsTheOtherIs) {
  for (const auto* end : {"", "-wal", "-shm"}) fs::remove(folder_ + "/records.db" + end);
  expect_sealed(house_.files);
}

INSTANTIATE_TEST_SUITE_P(CentreOf, OfEachCipher, ::testing::Values(Cipher::aegis, Cipher::sqlcipher4),
                         [](const auto& each) { return sqlite::name_of(each.param); });

}  // namespace
}  // namespace karvan::central
