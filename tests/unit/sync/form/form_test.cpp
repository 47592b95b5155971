#include <gtest/gtest.h>

#include "storage/model/json.h"
#include "tests/unit/sync/form/builder.h"

namespace karvan::form {
namespace {

TEST(Form, Cycle_IsRefusedWithItsNames) {
  Builder b;
  b.text("first")
      .calculate("a", "${b} + 1")
      .calculate("b", "${c} + 1")
      .calculate("c", "${a} + 1")
      .calculate("after", "${c}");
  auto made = b.made();
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Code::form_broken);
  EXPECT_EQ(made.error().args.at("cycle"), "c > a > b > c");
}

TEST(Form, CycleThroughRelevance_IsRefused) {
  Builder b;
  b.text("a", {.relevant = "${b} = ''"}).text("b", {.relevant = "${a} = ''"});
  EXPECT_EQ(b.made().error().args.at("what"), "cycle");
}

TEST(Form, CycleThroughAGroup_IsRefused) {
  Builder b;
  b.begin("g", "${inside} = ''").text("inside").end();
  EXPECT_EQ(b.made().error().args.at("what"), "cycle");
}

TEST(Form, ConstraintsThatNameEachOther_AreNoCycle) {
  Builder b;
  b.integer("low", {.constraint = ". <= ${high}"}).integer("high", {.constraint = ". >= ${low}"});
  EXPECT_TRUE(b.made());
}

TEST(Form, NameUsedTwice_IsRefused) {
  EXPECT_EQ(Builder().text("a").begin("a").end().made().error().args.at("what"), "name_twice");
}

TEST(Form, ListThatIsNotThere_IsRefused) {
  EXPECT_EQ(Builder().select(Type::select_one, "a", "nowhere").made().error().args.at("what"), "unknown_list");
}

TEST(Form, BrokenExpression_NamesQuestionAndColumn) {
  auto made = Builder().text("a", {.constraint = ". >"}).made();
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().where, "a");
  EXPECT_EQ(made.error().args.at("column"), "constraint");
}

TEST(Form, QuestionsBeyondTheLimit_AreRefused) {
  Builder b;
  for (std::size_t i = 0; i <= questions_max; ++i) b.text("q" + std::to_string(i));
  EXPECT_EQ(b.made().error().args.at("what"), "too_many_questions");
}

TEST(Form, GroupsTooDeep_AreRefused) {
  Builder b;
  for (std::size_t i = 0; i <= group_depth_max; ++i) b.begin("g" + std::to_string(i));
  EXPECT_EQ(b.made().error().args.at("what"), "groups_too_deep");
}

Definition everything() {
  Builder b;
  b.list("l", {{"a", {{"en", "A"}}, {{"k", "1"}}}});
  b.begin("g", "true()")
      .text("t", {.relevant = "true()", .required = "true()", .read_only = "false()", .constraint = ". != ''"});
  b.last().mask = "99-9";
  b.last().hint = {{"ur", "اشارہ"}};
  b.last().summary = b.last().read_back = true;
  b.last().card = "identity";
  b.last().capture = "card_reader";
  b.add(Type::image, "thumb");
  b.last().capture = "fingerprint";
  b.last().position = "right_thumb";
  b.select(Type::select_one, "s", "l", {.choice_filter = "k = '1'"}).end().calculate("c", "1");
  return b.definition;
}

TEST(Form, WrittenAndRead_IsTheSame) {
  std::string once = json::write(write(everything()));
  auto form = Form::load(once);
  ASSERT_TRUE(form);
  EXPECT_EQ(json::write(write(form->definition())), once);
  EXPECT_TRUE(form->question("t")->summary);
  EXPECT_EQ(form->question("s")->group, 0u);
}

TEST(Form, DeviceThatAnswersAQuestion_IsKept) {
  auto form = Form::load(json::write(write(everything())));
  ASSERT_TRUE(form);
  EXPECT_EQ(form->question("t")->card, "identity");
  EXPECT_EQ(form->question("thumb")->type, Type::image);
  EXPECT_EQ(form->question("thumb")->capture, "fingerprint");
  EXPECT_EQ(form->question("thumb")->position, "right_thumb");
}

TEST(Form, PictureCapturedIntoAText_IsRefused) {
  Builder b;
  b.text("t");
  b.last().capture = "camera";
  EXPECT_EQ(b.made().error().args.at("what"), "capture");
}

TEST(Form, UnknownType_IsRefused) {
  std::string bytes = json::write(write(everything()));
  bytes.replace(bytes.find("select_one"), 10, "hologram");
  EXPECT_EQ(Form::load(bytes).error().args.at("what"), "unknown_type");
}

TEST(Form, BytesThatAreNoForm_AreRefused) {
  for (const char* bytes :
       {"", "[]", "{}", "{\"id\":1}", "{\"id\":\"a\",\"default_language\":\"en\",\"languages\":[1]}"}) {
    EXPECT_FALSE(Form::load(bytes)) << bytes;
  }
}

TEST(Texts, MissingLanguage_FallsBackToEnglishThenTheFirst) {
  EXPECT_EQ(text_in({{"az", "x"}, {"en", "y"}}, "ur"), "y");
  EXPECT_EQ(text_in({{"az", "x"}}, "ur"), "x");
  EXPECT_EQ(text_in({}, "ur"), "");
}

}  // namespace
}  // namespace karvan::form
