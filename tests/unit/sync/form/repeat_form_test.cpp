#include <gtest/gtest.h>

#include "storage/model/json.h"
#include "sync/form/sources.h"
#include "tests/unit/sync/form/family.h"

namespace karvan::form {
namespace {

TEST(RepeatForm, Keys_AreChecked) {
  Form form = family().form();
  EXPECT_EQ(form.question("members/x/name")->name, "name");
  EXPECT_EQ(form.question("name")->name, "name");
  EXPECT_EQ(form.question("members/x/papers/1/paper")->name, "paper");
  EXPECT_EQ(form.repeat("members/x/papers")->name, "papers");
  EXPECT_EQ(form.repeat("members")->name, "members");
  for (const char* key : {"members/x/town", "papers/1/paper", "members/X/name", "members/x", "members/x/papers/paper",
                          "members/12345678901234567/name"}) {
    EXPECT_EQ(form.question(key), nullptr) << key;
    EXPECT_EQ(form.repeat(key), nullptr) << key;
    EXPECT_FALSE(form.has_key(key)) << key;
  }
  EXPECT_FALSE(form.has_key("name"));
  EXPECT_FALSE(form.repeat("papers"));
  EXPECT_TRUE(form.has_key("members/x/name"));
  EXPECT_TRUE(form.has_key("members"));
  EXPECT_TRUE(form.has_key("town"));
}

TEST(RepeatForm, CycleOverInstances_IsRefused) {
  Builder sums;
  sums.repeat("r").calculate("share", "100 div ${total}").end().calculate("total", "sum(${share})");
  EXPECT_EQ(sums.made().error().args.at("cycle"), "total > share > total");
  Builder counts;
  counts.repeat("r", "${inside}").integer("inside").end();
  EXPECT_EQ(counts.made().error().args.at("what"), "cycle");
  Builder before;
  before.repeat("r").calculate("running", "indexed-repeat(${running}, ${r}, position(..) - 1) + 1").end();
  EXPECT_EQ(before.made().error().args.at("what"), "cycle");
}

TEST(RepeatForm, WrittenAndRead_IsTheSame) {
  Builder b = family();
  b.table("rates", {{"code", "fee"}, {{"a", "1"}, {"b", "2"}}}).text("paper_number");
  Question& last = b.last();
  last.lookup = "licence";
  last.from_document = "full_name";
  last.guidance = {{"en", "more"}};
  last.media = {{"image", {{"en", "seal.png"}}}};
  last.binds.trigger = "town";
  b.add(Type::hidden, "begun");
  b.last().meta = "start";
  std::string once = json::write(write(b.definition));
  auto form = Form::load(once);
  ASSERT_TRUE(form);
  EXPECT_EQ(json::write(write(form->definition())), once);
  EXPECT_EQ(form->repeat("members/1/papers")->repeat_count, "${cards}");
  EXPECT_EQ(form->question("paper_number")->media.at("image").at("en"), "seal.png");
  EXPECT_EQ(form->definition().tables.at("rates").rows[1][1], "2");
}

TEST(RepeatForm, BrokenParts_AreRefused) {
  Builder table;
  table.table("t", {{"a", "b"}, {{"1"}}});
  EXPECT_EQ(table.made().error().args.at("what"), "table");
  Builder meta;
  meta.text("m");
  meta.last().meta = "phase_of_the_moon";
  EXPECT_EQ(meta.made().error().args.at("what"), "meta");
  Builder trigger;
  trigger.text("t", {.calculation = "1", .trigger = "nobody"});
  EXPECT_EQ(trigger.made().error().args.at("what"), "unknown_trigger");
}

TEST(Sources, OfACalculationOverARepeat_GoDownToWhatAPersonSays) {
  Builder b;
  b.integer("size").text("kind").repeat("members", "${size}").text("name").end();
  b.calculate("all", "join(', ', ${name})");
  b.begin("notes", "${kind} = 'a'").text("note", {.relevant = "${all} != ''"}).end().text("apart");
  const Form form = b.form();
  EXPECT_EQ(sources_of(form, {"all"}), (std::vector<std::string>{"all", "members", "name", "size"}));
  EXPECT_EQ(sources_of(form, {"note"}), (std::vector<std::string>{"all", "kind", "members", "name", "note", "size"}));
  EXPECT_EQ(sources_of(form, {"apart", "tracking"}), (std::vector<std::string>{"apart", "tracking"}));
}

}  // namespace
}  // namespace karvan::form
