#include "tests/unit/storage/store/fixture.h"

namespace karvan::store {

struct ChainTest : NodeStore {};

TEST_F(ChainTest, P7_Verified_GivesCountAndHeadAcrossEpochs) {
  write_log("e1", 2);
  write_log("e2", 0);
  write_log("e3", 1);
  auto chain = store->log().verify_chain();
  ASSERT_TRUE(chain) << describe(chain.error());
  EXPECT_EQ(chain->count, 3u);
  seal::Digest expected = {};
  for (auto line : {"e1 line 1", "e1 line 2", "e3 line 1"}) expected = seal::chain(expected, std::string_view(line));
  EXPECT_EQ(chain->head, (Head{"e3", 1, expected}));
}

TEST_F(ChainTest, P7_EpochNamesItsPredecessor) {
  write_log("e1", 2);
  Head head = store->log().head().value();
  write_log("e2", 0);
  EXPECT_EQ(store->log().marks()->back().previous, head);
}

struct Damage {
  std::string name, sql, where;
};
struct DamagedChain : NodeStore, testing::WithParamInterface<Damage> {};

TEST_P(DamagedChain, P7_IsNoticedWithItsPlace) {
  write_log("e1", 3);
  write_log("e2", 2);
  tamper(GetParam().sql);
  auto chain = store->log().verify_chain();
  ASSERT_FALSE(chain);
  EXPECT_EQ(chain.error().code, Code::chain_broken);
  EXPECT_EQ(chain.error().where, GetParam().where);
}

INSTANTIATE_TEST_SUITE_P(
    Each, DamagedChain,
    testing::Values(
        Damage{"FlippedByte", "UPDATE log SET line = CAST('e1 lime 2' AS BLOB) WHERE position = 2", "e1/2"},
        Damage{"ChangedDigest", "UPDATE log SET line = NULL, digest = zeroblob(32) WHERE position = 2", "e1/2"},
        Damage{"ChangedHash", "UPDATE log SET hash = zeroblob(32) WHERE position = 5", "e2/2"},
        Damage{"MissingLine", "DELETE FROM log WHERE position = 2", "e1/2"},
        Damage{"CutTail", "DELETE FROM log WHERE position = 5", "e2/1"},
        Damage{"CutEpoch", "DELETE FROM log WHERE position <= 3; DELETE FROM epochs WHERE epoch = 'e1'", "/0"},
        Damage{"OlderHead", "UPDATE epochs SET last = 1 WHERE epoch = 'e2'", "e2/2"},
        Damage{"OtherPredecessor", "UPDATE epochs SET previous_seq = 2 WHERE epoch = 'e2'", "e1/3"}),
    [](const auto& info) { return info.param.name; });

TEST_F(ChainTest, P7_ErasedLine_LeavesTheChainWhole) {
  write_log("e1", 3);
  ASSERT_TRUE(committed([&] { return store->log().erase("e1", 2, "sup-1", "court order 5/2026"); }));
  auto line = store->log().line("e1", 2).value();
  EXPECT_TRUE(line->erased);
  EXPECT_TRUE(line->line.empty());
  EXPECT_TRUE(store->log().verify_chain());
}

TEST_F(ChainTest, Erasure_NeedsAPersonAndAReason) {
  write_log("e1", 1);
  EXPECT_CODE(Code::reason_missing, committed([&] { return store->log().erase("e1", 1, "sup-1", ""); }));
  EXPECT_CODE(Code::reason_missing, committed([&] { return store->log().erase("e1", 1, "", "why"); }));
}

TEST_F(ChainTest, P7_BrokenChain_IsRefusedAtOpen) {
  write_log("e1", 3);
  tamper("UPDATE log SET line = CAST('x' AS BLOB) WHERE position = 2");
  store.reset();
  EXPECT_CODE(Code::chain_broken, Store::open(path, key, options()));
}

}  // namespace karvan::store
