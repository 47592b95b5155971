// Files travel to people who hold no Karvan: what this room seals, Debian's `age` opens, and the other way round.
#include <gtest/gtest.h>

#include <cstdlib>

#include "storage/seal/age.h"
#include "storage/seal/age_stream.h"
#include "tests/support/scratch.h"

namespace karvan::seal {
namespace {

class AgeProgram : public testing::Test {
 protected:
  AgeProgram() { put("identity", std::string(to_text(identity_).view()) + "\n"); }

  void put(const std::string& name, const std::string& bytes) { test::write_bytes(scratch_.path(name), bytes); }
  std::string get(const std::string& name) { return test::bytes_of(scratch_.path(name)); }
  bool run(const std::string& command) {
    return std::system(("cd " + scratch_.path("") + " && " + command).c_str()) == 0;
  }
  // `age` reads a passphrase from its terminal only, so it gets one.
  bool run_in_terminal(const std::string& typed, const std::string& command) {
    return run("printf '" + typed + "' | timeout 60 script -qec '" + command + "' /dev/null >/dev/null");
  }
  static std::string finish(AgeWriter& writer, std::string_view plain) {
    std::string sealed = writer.append(plain);
    return sealed + writer.finish();
  }

  test::Scratch scratch_;
  AgeIdentity identity_ = make_age_identity(system_entropy());
  std::string plain_ = std::string(3 * chunk_bytes, 'p') + "the last of it";
};

TEST_F(AgeProgram, OpensWhatWeSealToARecipient) {
  put("sealed", finish(**seal_to_recipient(identity_.recipient, system_entropy()), plain_));
  ASSERT_TRUE(run("/usr/bin/age -d -i identity -o plain sealed"));
  EXPECT_EQ(get("plain"), plain_);
}

TEST_F(AgeProgram, OpensAnEmptyFile) {
  put("sealed", finish(**seal_to_recipient(identity_.recipient, system_entropy()), ""));
  ASSERT_TRUE(run("/usr/bin/age -d -i identity -o plain sealed"));
  EXPECT_EQ(get("plain"), "");
}

TEST_F(AgeProgram, SealsToUsAndAnother_WeOpen) {
  put("plain", plain_);
  const std::string other = make_age_identity(system_entropy()).recipient;
  ASSERT_TRUE(run("/usr/bin/age -r " + other + " -r " + identity_.recipient + " -o sealed plain"));
  EXPECT_EQ(open_with_identity(get("sealed"), identity_), plain_);
}

TEST_F(AgeProgram, MakesAnIdentity_WeReadIt) {
  ASSERT_TRUE(run("/usr/bin/age-keygen -o made 2>/dev/null && /usr/bin/age-keygen -y made > recipient"));
  const std::string made = get("made");
  const std::size_t start = made.find("AGE-SECRET-KEY-1");
  const auto identity = parse_age_identity(made.substr(start, made.find('\n', start) - start));
  ASSERT_TRUE(identity.has_value());
  EXPECT_EQ(identity->recipient + "\n", get("recipient"));
}

TEST_F(AgeProgram, OpensWhatWeSealByPassphrase) {
  put("sealed", finish(**seal_to_passphrase("correct horse", 10, system_entropy()), plain_));
  ASSERT_TRUE(run_in_terminal("correct horse\\n", "/usr/bin/age -d -o plain sealed"));
  EXPECT_EQ(get("plain"), plain_);
}

TEST_F(AgeProgram, SealsByPassphrase_WeOpen) {
  put("plain", plain_);
  ASSERT_TRUE(run_in_terminal("correct horse\\ncorrect horse\\n", "/usr/bin/age -p -o sealed plain"));
  EXPECT_EQ(open_with_passphrase(get("sealed"), "correct horse"), plain_);
  EXPECT_EQ(open_with_passphrase(get("sealed"), "correct mule").error().code, Code::key_wrong);
}

}  // namespace
}  // namespace karvan::seal
