#include "sync/central/author/media.h"

#include <gtest/gtest.h>

#include "sync/catalogue/media.h"
#include "tests/unit/sync/central/author/example.h"

namespace karvan::central::author {
namespace {

const std::string png = "\x89PNG\r\n\x1a\n";

Files with_media(const std::string& name, const std::string& bytes) {
  Files files = {{"institutions.toml", "[[institution]]\nid = \"tax\"\ntitle = { en = \"Tax office\" }\n"},
                 {"card/service.toml", "title = { en = \"Card\" }\ninstitution = \"tax\"\n"},
                 {"card/survey.csv", "type,name,label,media::image\ntext,stamp,Stamp,stamp.png\ntext,b,B,stamp.png\n"}};
  if (!name.empty()) files["card/media/" + name] = bytes;
  return files;
}

TEST(Media, Names_BecomeDigestsAndTheFilesAreKept) {
  auto compiled = compile(with_media("stamp.png", png));
  ASSERT_TRUE(compiled) << describe(compiled.error()[0]);
  const std::string digest = digest_hex(png);
  EXPECT_EQ(compiled->media, (std::map<std::string, std::string>{{digest, png}}));
  auto service = catalogue::load_service(compiled->services.at(0).bytes, "v").value();
  EXPECT_EQ(service.media(), (std::vector<std::string>{digest}));
}

TEST(Media, AnotherPicture_IsAnotherVersion) {
  EXPECT_NE(compile(with_media("stamp.png", png))->services.at(0).version,
            compile(with_media("stamp.png", png + "x"))->services.at(0).version);
}

TEST(Media, AMissingFile_IsAFault) { EXPECT_FALSE(compile(with_media("", ""))); }

TEST(Media, AFileTooLargeOrOfAnotherKind_IsAFaultToldOnce) {
  const std::string large = png + std::string(catalogue::media_bytes_max, 'x');
  for (const auto& bytes : {large, std::string("OggS"), std::string("<svg/>")}) {
    auto compiled = compile(with_media("stamp.png", bytes));
    ASSERT_FALSE(compiled);
    ASSERT_EQ(compiled.error().size(), 1u);
    EXPECT_EQ(compiled.error()[0].file, "card/media/stamp.png");
  }
}

TEST(Media, AFileThatNobodyShows_IsNotPublished) {
  Files files = with_media("stamp.png", png);
  files["card/media/other.png"] = png + "other";
  EXPECT_EQ(compile(files)->media.size(), 1u);
}

}  // namespace
}  // namespace karvan::central::author
