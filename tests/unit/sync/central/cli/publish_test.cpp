#include <fstream>

#include "sync/central/cli/commands.h"
#include "tests/unit/sync/central/fixture.h"

namespace karvan::central {
namespace {

using testing::counted;
using testing::must;
using testing::noon;

const std::string png = "\x89PNG\r\n\x1a\n";

class Publish : public testing::Centre {
 protected:
  Publish() : catalogue_(folder_ + "/catalogue") {
    house_.files = {folder_, std::string(32, 'i'), std::string(32, 'r')};
    house_.keys = keys_;
    house_.entropy = counted(7);
    house_.now_ms = [] { return noon; };
    write("institutions.toml", "[[institution]]\nid = \"tax\"\ntitle = { en = \"Tax office\" }\n");
    write("card/service.toml", "title = { en = \"Card\" }\ninstitution = \"tax\"\n");
    write("card/survey.csv", "type,name,label,media::image\ntext,full_name,Name,stamp.png\n");
    write("card/media/stamp.png", png);
  }
  void write(const std::string& name, const std::string& bytes) {
    std::filesystem::create_directories(std::filesystem::path(catalogue_ + "/" + name).parent_path());
    std::ofstream(catalogue_ + "/" + name, std::ios::binary) << bytes;
  }
  std::vector<std::string> kinds() {
    std::vector<std::string> out;
    for (const auto& row : must(Feeds(files_->records).documents(reference_feed, 0, 100))) out.push_back(row.kind);
    return out;
  }
  std::vector<std::string> lines(const json::object& shown, const char* member) {
    std::vector<std::string> out;
    for (const auto& line : shown.at(member).as_array()) out.emplace_back(line.as_string());
    return out;
  }
  std::string catalogue_;
  House house_;
};

TEST_F(Publish, WhatIsNamed_ComesBeforeWhatNamesIt) {
  const auto before = kinds();
  auto shown = must(publish_catalogue(house_, catalogue_));
  EXPECT_TRUE(shown.at("changed").as_bool());
  auto after = kinds();
  after.erase(after.begin(), after.begin() + static_cast<std::ptrdiff_t>(before.size()));
  EXPECT_EQ(after, (std::vector<std::string>{"media", "service", "manifest"}));
  auto media = must(Feeds(files_->records).last(reference_feed, "media", seal::to_hex(seal::sha256(png))));
  ASSERT_TRUE(media);
  EXPECT_EQ(media->body, png);
}

TEST_F(Publish, Again_AddsNothing) {
  must(publish_catalogue(house_, catalogue_));
  const auto before = kinds();
  EXPECT_FALSE(must(publish_catalogue(house_, catalogue_)).at("changed").as_bool());
  EXPECT_EQ(kinds(), before);
}

TEST_F(Publish, ADiff_SaysWhatWouldChangeAndChangesNothing) {
  const auto before = kinds();
  auto first = must(diff_catalogue(house_, catalogue_));
  EXPECT_TRUE(first.at("changed").as_bool());
  EXPECT_EQ(lines(first, "changes"),
            (std::vector<std::string>{"card: is new, in force always", "domicile: is withdrawn from 2026-11-21"}));
  EXPECT_EQ(kinds(), before);
  must(publish_catalogue(house_, catalogue_));
  EXPECT_FALSE(must(diff_catalogue(house_, catalogue_)).at("changed").as_bool());
  write("card/survey.csv", "type,name,label,media::image\ntext,full_name,Full name,stamp.png\n");
  EXPECT_EQ(lines(must(diff_catalogue(house_, catalogue_)), "changes"),
            (std::vector<std::string>{"card: has a new version, in force from 2026-11-21",
                                      "card: question \"full_name\": label: en: \"Full name\" instead of \"Name\""}));
}

TEST_F(Publish, Faults_AreAllToldAndNothingIsPublished) {
  const auto before = kinds();
  write("card/survey.csv", "type,name,label\nwarp,a,A\ntext,b,\n");
  write("card/service.toml", "title = { en = \"Card\" }\ninstitution = \"nobody\"\n");
  for (auto* told : {&publish_catalogue, &diff_catalogue})
    EXPECT_EQ(lines(must(told(house_, catalogue_)), "faults").size(), 3u);
  EXPECT_EQ(lines(must(check_catalogue(catalogue_)), "faults").size(), 3u);
  EXPECT_EQ(kinds(), before);
}

}  // namespace
}  // namespace karvan::central
