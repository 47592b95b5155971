#include <gtest/gtest.h>
#include <zdict.h>
#include <zstd.h>

#include <fstream>
#include <iterator>

#include "sync/exchange/codec.h"
#include "sync/exchange/dictionary.h"
#include "tests/dictionary/samples.h"

namespace karvan::dictionary {
namespace {

std::string shapes() {
  std::ifstream in("tests/dictionary/shapes.txt", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Dictionary, TrainedAnew_IsTheSameBytes) {
  const auto again = train(shapes());
  ASSERT_EQ(again.size(), exchange::dictionary().size());
  EXPECT_TRUE(again == exchange::dictionary());
}

TEST(Dictionary, Own_BearsItsId) {
  const auto dictionary = exchange::dictionary();
  EXPECT_EQ(ZDICT_getDictID(dictionary.data(), dictionary.size()), exchange::dictionary_id);
}

// What is sent alone, and what is sent by the hundred, against the same without a dictionary.
TEST(Dictionary, ShortMessages_BecomeAThirdShorter) {
  std::size_t with = 0, without = 0;
  for (const auto& message : samples(shapes())) {
    if (message.size() > 4'000) continue;
    with += exchange::pack(message, 19).size();
    std::string packed(ZSTD_compressBound(message.size()), '\0');
    without += ZSTD_compress(packed.data(), packed.size(), message.data(), message.size(), 19);
  }
  EXPECT_LT(with * 3, without * 2);
}

}  // namespace
}  // namespace karvan::dictionary
