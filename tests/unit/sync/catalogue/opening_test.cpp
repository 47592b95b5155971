#include <gtest/gtest.h>

#include "tests/unit/sync/catalogue/documents.h"

namespace karvan::catalogue {
namespace {

// A store of documents that counts how often each is asked for.
class Shelf {
 public:
  std::string put(const Service& service) {
    const std::string bytes = bytes_of(service);
    const std::string version = digest(bytes);
    documents_[version] = bytes;
    manifest_.services[service.id].versions.push_back({version, ""});
    ++manifest_.number;
    return version;
  }
  Result<Catalogue> open(const Catalogue* before = nullptr) {
    auto source = [this](const std::string& version) -> Result<std::string> {
      ++asked;
      if (fault) return fail(*fault);
      auto found = documents_.find(version);
      return found == documents_.end() ? Result<std::string>(fail(Code::catalogue_missing)) : found->second;
    };
    return Catalogue::open(write(manifest_), source, digest, before);
  }
  void lose(const std::string& version) { documents_.erase(version); }
  int asked = 0;
  std::optional<Code> fault;  // of the disk

 private:
  std::map<std::string, std::string> documents_;
  Manifest manifest_;
};

TEST(Opening, AService_IsReadWhenItIsFirstAskedFor) {
  Shelf shelf;
  const auto version = shelf.put(service("card", "Card"));
  auto catalogue = shelf.open().value();
  EXPECT_EQ(catalogue.opened(), 0u);
  const Service* card = catalogue.version("card", version);
  ASSERT_TRUE(card);
  EXPECT_EQ(catalogue.version("card", version), card);
  EXPECT_EQ(catalogue.opened(), 1u);
  EXPECT_EQ(shelf.asked, 2);
}

TEST(Opening, Lists_NeedNoService) {
  Shelf shelf;
  shelf.put(service("card", "Card"));
  auto catalogue = shelf.open().value();
  auto listed = catalogue.current("2026-12-01");
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0]->title.at("en"), "Card");
  EXPECT_EQ(listed[0]->fee, (Money{20000, "PKR"}));
  EXPECT_EQ(catalogue.opened(), 0u);
}

TEST(Opening, AFeeByTheAnswers_IsNotListed) {
  Shelf shelf;
  Service s = service("card", "Card");
  s.fees[0].when = "${phone} = '1'";
  shelf.put(s);
  EXPECT_EQ(shelf.open()->current("2026-12-01").at(0)->fee, std::nullopt);
}

TEST(Opening, Settled_KeepsOnlyThoseThatWereAskedForLast) {
  Shelf shelf;
  std::vector<std::string> versions;
  constexpr std::size_t kept = 3;
  for (std::size_t i = 0; i < kept + 8; ++i) {
    const std::string id = "s" + std::to_string(i);
    versions.push_back(shelf.put(service(id, id)));
  }
  auto catalogue = shelf.open().value();
  for (std::size_t i = 0; i < versions.size(); ++i) catalogue.version("s" + std::to_string(i), versions[i]);
  const Service* first = catalogue.version("s0", versions[0]);
  EXPECT_EQ(catalogue.opened(), versions.size());
  catalogue.settle(kept);
  EXPECT_EQ(catalogue.opened(), kept);
  EXPECT_EQ(catalogue.version("s0", versions[0]), first);
}

TEST(Opening, AnotherManifest_LooksOnlyAtWhatIsNewAndKeepsWhatIsOpen) {
  Shelf shelf;
  const auto version = shelf.put(service("card", "Card"));
  auto before = shelf.open().value();
  const Service* card = before.version("card", version);
  shelf.put(service("card", "New card"));
  shelf.asked = 0;
  auto after = shelf.open(&before).value();
  EXPECT_EQ(shelf.asked, 1);
  EXPECT_EQ(after.version("card", version), card);
  EXPECT_EQ(after.current("card", "2026-12-01")->title.at("en"), "New card");
}

TEST(Opening, ADocumentThatIsNotHere_IsMissing) {
  Shelf shelf;
  shelf.lose(shelf.put(service("card", "Card")));
  EXPECT_EQ(shelf.open().error().code, Code::catalogue_missing);
}

TEST(Opening, ADocumentThatWentLater_IsNotFoundWhenAskedFor) {
  Shelf shelf;
  const auto version = shelf.put(service("card", "Card"));
  auto catalogue = shelf.open().value();
  shelf.lose(version);
  EXPECT_EQ(catalogue.version("card", version), nullptr);
}

TEST(Opening, ADiskThatFails_IsNoServiceThatIsUnknown) {
  Shelf shelf;
  const auto version = shelf.put(service("card", "Card"));
  auto catalogue = shelf.open().value();
  shelf.fault = Code::io_failed;
  EXPECT_EQ(catalogue.find("card", version).error().code, Code::io_failed);
  shelf.fault.reset();
  EXPECT_NE(catalogue.find("card", version).value(), nullptr);
  EXPECT_EQ(catalogue.find("card", "other").value(), nullptr);
}

}  // namespace
}  // namespace karvan::catalogue
