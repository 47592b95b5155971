#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/unit/sync/central/author/example.h"

namespace karvan::central::author {
namespace {

struct Block {
  std::string heading, toml;
};

// The examples of the page that authors work from, with the heading each stands under.
std::vector<Block> blocks() {
  std::ifstream page("deploy/catalogue/FORMAT.md");
  std::vector<Block> out;
  std::string heading;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) heading = line.substr(3);
    if (line == "```toml") out.push_back({heading, {}});
    if (line.starts_with("```")) {
      inside = line == "```toml";
    } else if (inside) {
      out.back().toml += line + "\n";
    }
  }
  return out;
}

Files files() {
  Files files = {{"domicile/survey.csv",
                  "type,name,label\nselect_one v,vehicle,Vehicle\ninteger,years,Years\ninteger,age,Age\n"
                  "decimal,monthly_rent,Rent\ninteger,days_late,Days\ntext,full_name,Name\ntext,father_name,Father\n"
                  "text,district,District\n"},
                 {"domicile/choices.csv", "list_name,name,label\nv,car,Car\nv,bike,Bike\n"}};
  std::string& service = files["domicile/service.toml"];
  service =
      "title = { en = \"A\" }\ninstitution = \"punjab-revenue\"\n[consent]\nversion = \"1\"\ntext = { en = \"Yes\" }\n"
      "[[stage]]\nid = \"filed\"\n[[stage]]\nid = \"received_by_centre\"\n[[stage]]\nid = "
      "\"accepted_by_institution\"\n";
  for (const Block& block : blocks())
    (block.heading == "institutions.toml" ? files["institutions.toml"] : service) += block.toml;
  return files;
}

TEST(Format, TheExamplesOfThePage_Compile) {
  ASSERT_GE(blocks().size(), 6u);
  auto compiled = compile(files());
  ASSERT_TRUE(compiled) << told(compiled.error());
  auto service = catalogue::load_service(compiled->services.at(0).bytes, "v").value();
  EXPECT_EQ(service.fees.size(), 4u);
  EXPECT_EQ(service.closings.size(), 2u);
  EXPECT_EQ(service.parties.size(), 1u);
  EXPECT_EQ(service.calendar.id, "punjab");
  const form::Answers answers{{"vehicle", "car"}, {"years", "5"}, {"monthly_rent", "1000"}, {"days_late", "31"}};
  // 200.00 + 1200.00 + 60.00 + a tenth of 260.00
  EXPECT_EQ(catalogue::fee_due(service, answers, "2026-11-21")->total, (catalogue::Money{148600, "PKR"}));
}

// A key that a page does not name might as well not be there.
TEST(Format, EveryKeyThatIsRead_IsOnThePage) {
  std::ifstream file("deploy/catalogue/FORMAT.md");
  std::stringstream page;
  page << file.rdbuf();
  for (const char* key : {"title",        "institution",
                          "policy",       "retention_days",
                          "keep_until",   "effective",
                          "withdrawn",    "documents",
                          "reopens",      "once",
                          "consent",      "version",
                          "text",         "numbering",
                          "may",          "fee",
                          "amount",       "currency",
                          "table",        "by",
                          "rows",         "is",
                          "formula",      "when",
                          "exemptions",   "waivable",
                          "surcharge",    "percent",
                          "depends_on",   "stage",
                          "number",       "prerequisites",
                          "target_hours", "escalate_hours",
                          "escalate_to",  "awaits",
                          "closing",      "how",
                          "reasons",      "refund",
                          "next_step",    "after_days",
                          "party",        "role",
                          "least",        "most",
                          "shows",        "bases",
                          "later",        "name",
                          "template",     "kind",
                          "medium",       "statement",
                          "foot",         "provisional",
                          "claims",       "line",
                          "words",        "calendar",
                          "utc_offset",   "days",
                          "hours",        "holidays"})
    EXPECT_NE(page.str().find(key), std::string::npos) << key;
}

}  // namespace
}  // namespace karvan::central::author
