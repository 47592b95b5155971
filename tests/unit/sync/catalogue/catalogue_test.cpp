#include "sync/catalogue/catalogue.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/catalogue/documents.h"

namespace karvan::catalogue {
namespace {

Manifest manifest_of(const std::string& first, const std::string& second) {
  Manifest m;
  m.number = 7;
  m.services["card"].versions = {{digest(first), ""}, {digest(second), "2026-12-01"}};
  return m;
}

class Loaded : public testing::Test {
 protected:
  std::string first_ = bytes_of(service("card", "Card")), second_ = bytes_of(service("card", "New card"));
  Result<Catalogue> load(const Manifest& manifest) {
    return Catalogue::load(write(manifest), {second_, first_}, digest);
  }
};

TEST_F(Loaded, Current_FollowsTheDate) {
  auto catalogue = load(manifest_of(first_, second_)).value();
  EXPECT_EQ(catalogue.current("card", "2026-11-30")->title.at("en"), "Card");
  EXPECT_EQ(catalogue.current("card", "2026-12-01")->title.at("en"), "New card");
  EXPECT_EQ(catalogue.current("2026-12-01").size(), 1u);
}

TEST_F(Loaded, PinnedVersion_StaysReadable) {
  auto catalogue = load(manifest_of(first_, second_)).value();
  EXPECT_EQ(catalogue.version("card", digest(first_))->title.at("en"), "Card");
  EXPECT_EQ(catalogue.version("other", digest(first_)), nullptr);
}

TEST_F(Loaded, WithdrawnService_IsNotCurrentAndStillReadable) {
  Manifest manifest = manifest_of(first_, second_);
  manifest.services["card"].withdrawn = "2027-01-01";
  auto catalogue = load(manifest).value();
  EXPECT_NE(catalogue.current("card", "2026-12-31"), nullptr);
  EXPECT_EQ(catalogue.current("card", "2027-01-01"), nullptr);
  EXPECT_NE(catalogue.version("card", digest(second_)), nullptr);
}

TEST_F(Loaded, MissingDocument_IsNoticed) {
  auto catalogue = Catalogue::load(write(manifest_of(first_, second_)), {first_}, digest);
  ASSERT_FALSE(catalogue);
  EXPECT_EQ(catalogue.error().code, Code::catalogue_missing);
}

TEST_F(Loaded, ChangedDocument_IsNotTheOneNamed) {
  auto changed = second_;
  changed[changed.find("New")] = 'X';
  auto catalogue = Catalogue::load(write(manifest_of(first_, second_)), {first_, changed}, digest);
  ASSERT_FALSE(catalogue);
  EXPECT_EQ(catalogue.error().code, Code::catalogue_missing);
}

TEST_F(Loaded, DocumentOfAnotherService_IsRefused) {
  Manifest manifest;
  manifest.services["licence"].versions = {{digest(first_), ""}};
  EXPECT_EQ(load(manifest).error().code, Code::catalogue_broken);
}

TEST(Manifest, WrittenAndRead_IsTheSame) {
  Manifest manifest = manifest_of("a", "b");
  manifest.services["gone"].withdrawn = "2026-01-01";
  EXPECT_EQ(read_manifest(write(manifest)).value(), manifest);
}

TEST(Manifest, BytesThatAreNone_AreRefused) {
  for (const char* text : {"", "{}", "{\"v\":2}", "{\"v\":1,\"number\":1,\"services\":3}",
                           "{\"v\":1,\"number\":1,\"services\":[{}]}", "{\"v\":1,\"number\":-1,\"services\":[]}"}) {
    EXPECT_FALSE(read_manifest(text)) << text;
  }
}

}  // namespace
}  // namespace karvan::catalogue
