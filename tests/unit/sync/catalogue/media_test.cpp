#include "sync/catalogue/media.h"

#include <gtest/gtest.h>

namespace karvan::catalogue {
namespace {

using namespace std::string_view_literals;

TEST(Media, Types_AreToldByTheFirstBytes) {
  EXPECT_EQ(media_type("\x89PNG\r\n\x1a\n..."sv), "image/png");
  EXPECT_EQ(media_type("\xff\xd8\xff\xe0"sv), "image/jpeg");
  EXPECT_EQ(media_type("RIFF\x10\0\0\0WEBPVP8 "sv), "image/webp");
  EXPECT_EQ(media_type("OggS\0"sv), "audio/ogg");
  EXPECT_EQ(media_type("ID3\x04"sv), "audio/mpeg");
  EXPECT_EQ(media_type("\xff\xfb\x90\x00"sv), "audio/mpeg");
}

TEST(Media, AnythingElse_IsNothing) {
  for (std::string_view bytes :
       {""sv, "\xff"sv, "<svg xmlns='x'/>"sv, "<html>"sv, "RIFF\x10\0\0\0WAVEfmt "sv, "GIF89a"sv})
    EXPECT_EQ(media_type(bytes), "") << bytes;
}

}  // namespace
}  // namespace karvan::catalogue
