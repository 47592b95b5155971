#include "sync/central/author/compile.h"

#include <algorithm>

#include "tests/unit/sync/central/author/example.h"

namespace karvan::central::author {
namespace {

Files small(const std::string& label = "Name") {
  return {{"institutions.toml", "[[institution]]\nid = \"tax\"\ntitle = { en = \"Tax office\" }\n"},
          {"card/service.toml", "title = { en = \"Card\" }\ninstitution = \"tax\"\n"},
          {"card/survey.csv", "type,name,label::English (en),label::ur\ntext,full_name," + label + ",نام\n"}};
}

const CompiledService& only(const Compiled& compiled) { return compiled.services.at(0); }

const CompiledService& named(const Compiled& compiled, const std::string& id) {
  return *std::find_if(compiled.services.begin(), compiled.services.end(), [&](auto& s) { return s.id == id; });
}

TEST(Compile, SameFiles_GiveTheSameBytes) {
  EXPECT_EQ(only(*compile(example_files())).bytes, only(*compile(example_files())).bytes);
}

TEST(Compile, Version_IsTheDigestOfTheBytes) {
  auto compiled = compile(small());
  EXPECT_EQ(only(*compiled).version, digest_hex(only(*compiled).bytes));
}

TEST(Compile, LoadedAndWritten_IsTheSame) {
  auto compiled = compile(example_files());
  auto service = catalogue::load_service(only(*compiled).bytes, only(*compiled).version);
  ASSERT_TRUE(service);
  EXPECT_EQ(json::write(catalogue::write(*service)), only(*compiled).bytes);
}

TEST(Compile, Languages_AreThoseOfTheHeadings) {
  auto service = catalogue::load_service(only(*compile(small())).bytes, "");
  EXPECT_EQ(service->form.languages(), (std::vector<std::string>{"en", "ur"}));
  EXPECT_EQ(service->form.question("full_name")->label.at("ur"), "نام");
}

TEST(Compile, ServiceWithoutStages_HasTheThirteen) {
  auto service = catalogue::load_service(only(*compile(small())).bytes, "");
  EXPECT_EQ(service->stages.size(), 13u);
  EXPECT_EQ(service->stage("received_by_centre")->number, 9);
}

TEST(Compile, Stage_KeepsWhatItDoesNotSay) {
  Files files = small();
  files["card/service.toml"] +=
      "[[stage]]\nid = \"filed\"\n[[stage]]\nid = \"fee_paid\"\nprerequisites = [\"filed\"]\n";
  auto service = catalogue::load_service(only(*compile(files)).bytes, "");
  EXPECT_EQ(service->stage("fee_paid")->number, 7);
  EXPECT_EQ(service->stage("fee_paid")->prerequisites, (std::vector<std::string>{"filed"}));
  EXPECT_EQ(service->stages.size(), 2u);
}

TEST(Compile, PolicyIssue_LetsTheDeskIssueBeforeTheDecision) {
  Files files = small();
  files["card/service.toml"] += "policy = \"issue\"\n";
  auto service = catalogue::load_service(only(*compile(files)).bytes, "");
  EXPECT_EQ(service->stage("document_issued")->by, "desk");
  EXPECT_EQ(service->stage("document_issued")->prerequisites, (std::vector<std::string>{"fee_paid"}));
}

TEST(Compile, Calendar_IsThatOfTheInstitution) {
  Files files = small();
  files["institutions.toml"] +=
      "calendar = \"lahore\"\n[[calendar]]\nid = \"lahore\"\nutc_offset = \"+05:00\"\ndays = [\"mon\", \"fri\"]\n"
      "hours = [\"09:00-17:00\"]\nfri = [\"09:00-12:30\", \"14:30-24:00\"]\nholidays = [2027-03-23, 2026-12-25]\n";
  auto service = catalogue::load_service(only(*compile(files)).bytes, "");
  ASSERT_TRUE(service);
  using Spans = std::vector<catalogue::Calendar::Hours>;
  EXPECT_EQ(service->calendar.id, "lahore");
  EXPECT_EQ(service->calendar.utc_offset_minutes, 300);
  EXPECT_EQ(service->calendar.week[0], (Spans{{540, 1020}}));
  EXPECT_EQ(service->calendar.week[1], Spans{});
  EXPECT_EQ(service->calendar.week[4], (Spans{{540, 750}, {870, 1440}}));
  EXPECT_EQ(service->calendar.holidays, (std::vector<std::string>{"2026-12-25", "2027-03-23"}));
}

TEST(Compile, PartyConsentAndTemplate_AreKept) {
  Files files = small();
  files["card/service.toml"] +=
      "reopens = [\"filed\"]\n[consent]\nversion = \"3\"\ntext = { en = \"I agree\" }\n[[party]]\nrole = \"guardian\"\n"
      "title = { en = \"Guardian\" }\nshows = [\"identity\", \"consent\"]\nbases = [\"card\"]\nlater = true\n"
      "name = \"full_name\"\n[[template]]\nkind = \"certificate\"\nmedium = \"page\"\ntitle = { en = \"C\" }\n"
      "statement = { en = \"${full_name}, ${date}\" }\nprovisional = { en = \"Not yet\" }\n"
      "claims = { full_name = \"${full_name}\", kind = \"card\" }\n";
  auto service = catalogue::load_service(only(*compile(files)).bytes, "");
  ASSERT_TRUE(service);
  EXPECT_EQ(service->consent.version, "3");
  EXPECT_EQ(service->reopens, (std::vector<std::string>{"filed"}));
  const auto& party = service->parties.at(0);
  EXPECT_EQ(party.bases, (std::vector<std::string>{"card"}));
  EXPECT_TRUE(party.later);
  EXPECT_EQ(party.name, "full_name");
  const auto* certificate = service->document("certificate");
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(certificate->provisional.at("en"), "Not yet");
  EXPECT_EQ(certificate->claims.at("kind"), "card");
  EXPECT_EQ(certificate->depends_on(), (std::vector<std::string>{"full_name"}));
}

TEST(Compile, SheetsInOneFile_AreTakenApart) {
  Files files = small();
  files["card/survey.csv"] =
      "survey,,\n,type,name,label:English\n,select one from yn,ok,Ok?\nchoices,,\n,list "
      "name,name,label:English\n,yn,y,Yes\n";
  auto service = catalogue::load_service(only(*compile(files)).bytes, "");
  EXPECT_EQ(service->form.choices(*service->form.question("ok")).at(0).label.at("en"), "Yes");
}

TEST(Compile, FaultInOneFile_NamesTheRowOfThatFile) {
  Files files = small();
  files["card/survey.csv"] = "survey,,\n,type,name,label\n,text,a,A\nchoices,,\n,list name,name,label\n,yn,,Yes\n";
  auto compiled = compile(files);
  ASSERT_FALSE(compiled);
  EXPECT_EQ(compiled.error().at(0).row, 6u);
  EXPECT_EQ(compiled.error().at(0).sheet, "choices");
}

TEST(Compile, AddedQuestion_GivesAnotherVersion) {
  Files files = example_files();
  auto before = compile(files);
  files["domicile/survey.csv"] += "text,nickname,Nickname\n";
  EXPECT_NE(named(*compile(files), "domicile").version, named(*before, "domicile").version);
  EXPECT_EQ(named(*compile(files), "birth-certificate").version, named(*before, "birth-certificate").version);
}

TEST(Manifest, NewService_IsInForceAlways) {
  auto manifest = next_manifest({}, *compile(small()), "2026-11-21");
  EXPECT_EQ(manifest.number, 1u);
  EXPECT_EQ(manifest.services.at("card").versions.at(0).from, "");
}

TEST(Manifest, SameAgain_KeepsItsNumber) {
  auto compiled = compile(small());
  auto first = next_manifest({}, *compiled, "2026-11-21");
  EXPECT_EQ(next_manifest(first, *compiled, "2026-11-22"), first);
}

TEST(Manifest, ChangedService_IsInForceFromTheDay) {
  auto first = next_manifest({}, *compile(small()), "2026-11-21");
  auto second = next_manifest(first, *compile(small("Full name")), "2026-12-01");
  EXPECT_EQ(second.number, 2u);
  ASSERT_EQ(second.services.at("card").versions.size(), 2u);
  EXPECT_EQ(second.services.at("card").versions[1].from, "2026-12-01");
}

TEST(Manifest, EffectiveDate_IsTaken) {
  Files later = small("Full name");
  later["card/service.toml"] = "effective = 2027-01-01\n" + later["card/service.toml"];
  auto manifest = next_manifest(next_manifest({}, *compile(small()), "2026-11-21"), *compile(later), "2026-12-01");
  EXPECT_EQ(manifest.services.at("card").versions[1].from, "2027-01-01");
}

TEST(Manifest, ServiceThatIsGone_IsWithdrawnAndMayComeBack) {
  auto first = next_manifest({}, *compile(small()), "2026-11-21");
  auto second = next_manifest(first, Compiled{}, "2026-12-01");
  EXPECT_EQ(second.services.at("card").withdrawn, "2026-12-01");
  EXPECT_EQ(next_manifest(second, *compile(small()), "2026-12-02").services.at("card").withdrawn, "");
}

TEST(Publish, Note_VerifiesAndLoads) {
  auto key = seal::signing_key_of_seed("catalogue", std::string(32, 'k'));
  auto compiled = compile(example_files());
  auto published = publish(next_manifest({}, *compiled, "2026-11-21"), *compiled, key);
  auto manifest = seal::open_note(published.note, seal::verifying(key));
  ASSERT_TRUE(manifest);
  std::vector<std::string> documents;
  for (const auto& [version, bytes] : published.bytes) documents.push_back(bytes);
  auto catalogue = catalogue::Catalogue::load(*manifest, documents, digest_hex);
  ASSERT_TRUE(catalogue);
  ASSERT_NE(catalogue->current("domicile", "2026-11-21"), nullptr);
  EXPECT_EQ(catalogue->current("domicile", "2026-11-21")->title.at("en"), "Domicile certificate");
}

}  // namespace
}  // namespace karvan::central::author
