#include "storage/vault/slot.h"

#include <cctype>

#include "tests/unit/storage/vault/vaults.h"

namespace karvan::vault {
namespace {

using namespace samples;

class Slots : public ::testing::Test {
 protected:
  std::string store_key() const { return std::string(vault_.key("store")->view()); }
  template <class Secret>
  void expect_opens(Secret&& with) const {
    const auto again = Vault::open(vault_.text(), std::forward<Secret>(with));
    ASSERT_TRUE(again) << describe(again.error());
    EXPECT_EQ(again->key("store")->view(), store_key());
  }

  seal::Entropy entropy_ = seal::system_entropy();
  Vault vault_ = filled(entropy_);
  seal::AgeIdentity headquarters_ = seal::make_age_identity(entropy_);
  SealerDouble tpm_;
};

TEST_F(Slots, EachKind_OpensTheSameKeys) {
  ASSERT_TRUE(vault_.add_passphrase("second keeper's", {}, entropy_, quick));
  ASSERT_TRUE(vault_.add_recovery(headquarters_.recipient, {}, entropy_));
  ASSERT_TRUE(vault_.add_tpm(tpm_, "0,7", {}, entropy_));
  expect_opens(passphrase);
  expect_opens("second keeper's");
  expect_opens(headquarters_);
  expect_opens(tpm_);
}

TEST_F(Slots, Note_IsKeptWithAnIdThatStays) {
  const auto id = *vault_.add_recovery(headquarters_.recipient, {"headquarters' safe", "2026-11-23"}, entropy_);
  const auto again = *Vault::open(vault_.text(), passphrase);
  ASSERT_EQ(again.slots().size(), 2U);
  EXPECT_EQ(again.slots()[0].note.label, noted.label);
  EXPECT_EQ(again.slots()[0].note.made_at, noted.made_at);
  EXPECT_EQ(again.slots()[1].id, id);
  EXPECT_EQ(id.size(), 8U);
  EXPECT_EQ(again.slots()[1].kind, "recovery");
  EXPECT_EQ(again.slots()[1].note.label, "headquarters' safe");
}

TEST_F(Slots, LabelThatCouldNotBeReadAgain_IsMalformed) {
  for (const std::string& label : {std::string(81, 'x'), std::string("a\nb"), std::string("\xff\xfe")}) {
    EXPECT_EQ(vault_.add_passphrase("other", {label, ""}, entropy_, quick).error().code, Code::malformed);
  }
  EXPECT_TRUE(vault_.add_passphrase("other", {"باکس ۱", ""}, entropy_, quick));
  EXPECT_TRUE(Vault::open(vault_.text(), passphrase));
}

TEST_F(Slots, WrongSecret_IsKeyWrong) {
  ASSERT_TRUE(vault_.add_recovery(headquarters_.recipient, {}, entropy_));
  EXPECT_EQ(open_code(vault_.text(), "wrong"), Code::key_wrong);
  EXPECT_EQ(open_code(vault_.text(), seal::make_age_identity(entropy_)), Code::key_wrong);
}

TEST_F(Slots, NoneOfTheKind_IsSlotMissing) {
  EXPECT_EQ(open_code(vault_.text(), headquarters_), Code::slot_missing);
  EXPECT_EQ(open_code(vault_.text(), tpm_), Code::slot_missing);
}

TEST_F(Slots, TpmThatRefuses_IsToldAndThePassphraseStillOpens) {
  ASSERT_TRUE(vault_.add_tpm(tpm_, "0,7", {}, entropy_));
  tpm_.changed = true;
  EXPECT_EQ(open_code(vault_.text(), tpm_), Code::tpm_changed);
  tpm_.missing = true;
  EXPECT_EQ(open_code(vault_.text(), tpm_), Code::tpm_missing);
  SealerDouble other;
  EXPECT_EQ(open_code(vault_.text(), other), Code::tpm_other);
  expect_opens(passphrase);
}

TEST_F(Slots, RecoveryFileOfAShortKey_IsKeyLengthWrong) {
  ASSERT_TRUE(vault_.add_recovery(headquarters_.recipient, {}, entropy_));
  const auto text = forged(vault_, [&](VaultText& changed) {
    changed.slots.back().lock = *lock_to_recipient(seal::Key::of_size(31), headquarters_.recipient, entropy_);
  });
  EXPECT_EQ(open_code(text, headquarters_), Code::key_length_wrong);
}

TEST_F(Slots, RecoveryFileOfAnotherKey_IsDamaged) {
  ASSERT_TRUE(vault_.add_recovery(headquarters_.recipient, {}, entropy_));
  const auto text = forged(vault_, [&](VaultText& changed) {
    changed.slots.back().lock = *lock_to_recipient(seal::Key::of_size(32), headquarters_.recipient, entropy_);
  });
  EXPECT_EQ(open_code(text, headquarters_), Code::database_damaged);  // the mac is not under it
}

TEST_F(Slots, NoRecipient_IsMalformedAndAddsNothing) {
  EXPECT_EQ(vault_.add_recovery("age1x", {}, entropy_).error().code, Code::malformed);
  EXPECT_EQ(vault_.slots().size(), 1U);
}

TEST_F(Slots, RecipientInCapitals_IsTheSameAndIsKeptAsItIsUsuallyWritten) {
  std::string capitals = headquarters_.recipient;
  for (char& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  ASSERT_TRUE(vault_.add_recovery(capitals, {}, entropy_));
  EXPECT_EQ(std::get<RecoveryLock>(vault_.slots().back().lock).recipient, headquarters_.recipient);
  expect_opens(headquarters_);
  auto as_typed = vault_.slots();
  std::get<RecoveryLock>(as_typed.back().lock).recipient = capitals;
  EXPECT_TRUE(open_by_identity(as_typed, headquarters_));
}

TEST_F(Slots, MoreThanAVaultHolds_AreRefused) {
  while (vault_.slots().size() < slots_max) ASSERT_TRUE(vault_.add_recovery(headquarters_.recipient, {}, entropy_));
  EXPECT_EQ(vault_.add_recovery(headquarters_.recipient, {}, entropy_).error().code, Code::body_too_large);
  expect_opens(headquarters_);
}

TEST_F(Slots, Removed_OpensNoMoreAndTheOthersDo) {
  const auto second = *vault_.add_passphrase("second", {}, entropy_, quick);
  const std::string first = vault_.slots().front().id;
  ASSERT_TRUE(vault_.remove_slot(first));
  EXPECT_EQ(open_code(vault_.text()), Code::key_wrong);
  expect_opens("second");
  EXPECT_EQ(vault_.remove_slot(first).error().code, Code::slot_missing);
  EXPECT_EQ(vault_.remove_slot(second).error().code, Code::slot_last);
  expect_opens("second");
}

TEST_F(Slots, RemovedBeforeTheTpm_OnlyWhenSaidSo) {
  const std::string first = vault_.slots().front().id;
  const auto tpm = *vault_.add_tpm(tpm_, "0,7", {}, entropy_);
  EXPECT_EQ(vault_.remove_slot(first).error().code, Code::slot_last);
  ASSERT_TRUE(vault_.remove_slot(first, {.tpm = true}));
  expect_opens(tpm_);
  EXPECT_EQ(vault_.remove_slot(tpm, {.tpm = true}).error().code, Code::slot_last);
}

TEST_F(Slots, RemovedBeforeHeadquarters_OnlyWhenSaidSoOrATpmOpensTheBox) {
  const std::string first = vault_.slots().front().id;
  ASSERT_TRUE(vault_.add_recovery(headquarters_.recipient, {}, entropy_));
  EXPECT_EQ(vault_.remove_slot(first).error().code, Code::slot_recovery_alone);
  EXPECT_EQ(vault_.remove_slot(first, {.tpm = true}).error().code, Code::slot_recovery_alone);
  Vault with_tpm = *Vault::open(vault_.text(), passphrase);
  ASSERT_TRUE(with_tpm.add_tpm(tpm_, "7", {}, entropy_));
  EXPECT_TRUE(with_tpm.remove_slot(first));
  ASSERT_TRUE(vault_.remove_slot(first, {.headquarters = true}));
  expect_opens(headquarters_);
}

TEST_F(Slots, ByHand_NeedsAPassphraseSlotAndSaysWhatElseOpensIt) {
  EXPECT_TRUE(check_by_hand(vault_.slots()));
  ASSERT_TRUE(vault_.add_recovery(headquarters_.recipient, {}, entropy_));
  ASSERT_TRUE(vault_.remove_slot(vault_.slots().front().id, {.headquarters = true}));
  EXPECT_EQ(check_by_hand(vault_.slots()).error().code, Code::passphrase_slot_missing);
  EXPECT_EQ(check_by_hand({}).error().code, Code::slot_missing);
}

// A slot of a later version, with a number that a careless reader would write otherwise.
json::object later_slot() {
  return *json::parse_object(
      R"({"id":"0badcafe","kind":"card","label":"x","made_at":"","reader":{"depth":[1.5,-7,true]},"master":"AA=="})");
}

TEST_F(Slots, KindOfALaterVersion_IsKeptAndPassedOnButNotUsed) {
  ParsedVault parsed = *parse_vault(vault_.text());
  parsed.vault.slots.push_back({"0badcafe", "card", {"x", ""}, UnknownLock{later_slot()}});
  Vault again = *Vault::open(written_by_another(parsed.vault), passphrase);
  ASSERT_TRUE(again.put_secret("other", "x", entropy_));
  EXPECT_NE(again.text().find(json::write(later_slot())), std::string::npos);
  EXPECT_EQ(open_code(again.text()), Code::not_found);
  const std::string first = again.slots().front().id;
  EXPECT_EQ(again.remove_slot(first, {.tpm = true}).error().code, Code::slot_last);
  EXPECT_TRUE(again.remove_slot("0badcafe"));
}

TEST_F(Slots, KindsOfALaterVersionAlone_AreSlotUnknown) {
  const auto text = forged(
      vault_, [](VaultText& changed) { changed.slots = {{"0badcafe", "card", {"x", ""}, UnknownLock{later_slot()}}}; });
  EXPECT_EQ(open_code(text), Code::slot_unknown);
}

}  // namespace
}  // namespace karvan::vault
