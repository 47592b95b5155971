#include "storage/model/json_text.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace karvan::json {
namespace {

// Longer than the text is looked at in one step, twice over.
constexpr std::size_t longest = 17;

TEST(JsonText, IsPlain_AnyCharacterAtAnyPlace_WhereNothingIsEscaped) {
  for (int c = 0; c < 256; ++c)
    for (std::size_t size = 1; size <= longest; ++size)
      for (std::size_t at = 0; at < size; ++at) {
        std::string text(size, 'a');
        text[at] = static_cast<char>(c);
        EXPECT_EQ(is_plain(text), c >= 0x20 && c != '"' && c != '\\') << c << " at " << at << " of " << size;
      }
}

TEST(JsonText, IsPlain_Nothing_IsPlain) { EXPECT_TRUE(is_plain({})); }

TEST(JsonText, Append_Escaped_IsWhatTheLibraryWrites) {
  for (const char* text : {"", "Ali Khan", "عائشہ خان", "a \"b\" c", "line\nline", "\\", "eight..\x01"}) {
    std::string out = "x";
    append(out, text);
    EXPECT_EQ(out, "x" + boost::json::serialize(boost::json::string_view(text)));
  }
}

}  // namespace
}  // namespace karvan::json
