#include <gtest/gtest.h>

#include "tests/unit/sync/form/family.h"

namespace karvan::form {
namespace {

using Names = std::vector<std::string>;

Instance two(const Form& form) {
  Instance instance = Instance::begin(form, day);
  for (const char* id : {"a", "b"}) EXPECT_TRUE(instance.add("members", id));
  for (auto [key, value] : {std::pair("members/a/name", "Ali"), std::pair("members/b/name", "Bina"),
                            std::pair("members/a/age", "40"), std::pair("members/b/age", "12")}) {
    EXPECT_TRUE(instance.set(key, value)) << key;
  }
  return instance;
}

TEST(Repeat, BeginsWithoutAnInstance) {
  Instance instance = Instance::begin(family().form(), day);
  EXPECT_TRUE(instance.instances("members").empty());
  EXPECT_EQ(instance.places().size(), 4u);
  EXPECT_EQ(instance.state("people")->value, "0");
  EXPECT_EQ(instance.state("years")->value, "0");
}

TEST(Repeat, Add_NamesTheRepeatItsQuestionsAndWhatReadsThem) {
  Instance instance = Instance::begin(family().form(), day);
  auto changed = instance.add("members", "7k3q");
  ASSERT_TRUE(changed);
  EXPECT_EQ(*changed, (Names{"members", "members/7k3q/papers", "members/7k3q/name", "members/7k3q/age",
                             "members/7k3q/greeting", "members/7k3q/school", "members/7k3q/cards", "people", "years"}));
  EXPECT_EQ(instance.instances("members"), (Names{"7k3q"}));
  EXPECT_EQ(instance.state("people")->value, "1");
}

TEST(Repeat, Set_ReachesItsOwnInstanceAndAggregates) {
  Instance instance = two(family().form());
  EXPECT_EQ(instance.set("members/b/age", "13").value(), (Names{"members/b/age", "years"}));
  EXPECT_EQ(instance.state("years")->value, "53");
  EXPECT_EQ(instance.set("members/a/name", "Aliya").value(), (Names{"members/a/name", "members/a/greeting"}));
}

TEST(Repeat, SetOutside_ReachesEveryInstance) {
  Instance instance = two(family().form());
  EXPECT_EQ(instance.set("town", "Quetta").value(), (Names{"town", "members/a/greeting", "members/b/greeting"}));
  EXPECT_EQ(instance.state("members/b/greeting")->value, "Quetta:Bina");
}

TEST(Repeat, Relevance_IsOfEachInstance) {
  Instance instance = two(family().form());
  EXPECT_FALSE(instance.state("members/a/school")->relevant);
  EXPECT_TRUE(instance.state("members/b/school")->relevant);
  EXPECT_EQ(instance.faults(), (std::vector<Fault>{{"members/b/school", Flaw::required}}));
}

TEST(Repeat, Places_AreInTheOrderOfTheForm) {
  Instance instance = two(family().form());
  ASSERT_TRUE(instance.set("members/a/cards", "1"));
  Names keys;
  for (const Place& place : instance.places()) keys.push_back(place.key);
  EXPECT_EQ(keys, (Names{"town", "members/a/name", "members/a/age", "members/a/greeting", "members/a/school",
                         "members/a/cards", "members/a/papers/1/paper", "members/a/papers/1/whose", "members/b/name",
                         "members/b/age", "members/b/greeting", "members/b/school", "members/b/cards", "people",
                         "years", "all"}));
  EXPECT_EQ(instance.places()[6].question->name, "paper");
}

TEST(Repeat, Counted_MakesAndDropsItsOwn) {
  Instance instance = two(family().form());
  ASSERT_TRUE(instance.set("members/b/cards", "2"));
  EXPECT_EQ(instance.instances("members/b/papers"), (Names{"1", "2"}));
  ASSERT_TRUE(instance.set("members/b/papers/2/paper", "lease"));
  EXPECT_EQ(instance.state("all")->value, "Bina/ Bina/lease");
  auto changed = instance.set("members/b/cards", "1").value();
  EXPECT_EQ(changed, (Names{"members/b/papers", "members/b/cards", "all"}));
  EXPECT_EQ(instance.state("members/b/papers/2/paper"), nullptr);
}

TEST(Repeat, InstanceThatGoes_KeepsItsAnswersAndFilesNone) {
  Instance instance = two(family().form());
  ASSERT_TRUE(instance.set("members/b/cards", "2"));
  ASSERT_TRUE(instance.set("members/b/papers/2/paper", "lease"));
  ASSERT_TRUE(instance.set("members/b/cards", "1"));
  EXPECT_EQ(instance.answers().at("members/b/papers/2/paper"), "lease");
  EXPECT_FALSE(instance.filed().contains("members/b/papers/2/paper"));
  EXPECT_EQ(instance.filed().at("members/b/papers"), "1");
  ASSERT_TRUE(instance.set("members/b/cards", "2"));
  EXPECT_EQ(instance.state("members/b/papers/2/paper")->value, "lease");
}

TEST(Repeat, RemovedInstance_ComesBackByItsId) {
  Instance instance = two(family().form());
  ASSERT_TRUE(instance.set("members/a/cards", "1"));
  ASSERT_TRUE(instance.set("members/a/papers/1/paper", "deed"));
  EXPECT_EQ(instance.remove("members/a").value(), (Names{"members", "people", "years", "all"}));
  EXPECT_EQ(instance.instances("members"), (Names{"b"}));
  EXPECT_EQ(instance.state("years")->value, "12");
  EXPECT_FALSE(instance.filed().contains("members/a/name"));
  ASSERT_TRUE(instance.add("members", "a"));
  EXPECT_EQ(instance.instances("members"), (Names{"b", "a"}));
  EXPECT_EQ(instance.state("members/a/papers/1/whose")->value, "Ali/deed");
}

TEST(Repeat, Continues_FromItsAnswers) {
  Form form = family().form();
  Instance instance = two(form);
  ASSERT_TRUE(instance.set("members/b/cards", "1"));
  Instance again(form, instance.answers(), day);
  EXPECT_EQ(again.instances("members"), (Names{"a", "b"}));
  EXPECT_EQ(again.filed(), instance.filed());
  EXPECT_EQ(again.filed().at("members"), "a b");
}

TEST(Repeat, AnswersWithBrokenKeys_AreDropped) {
  Instance instance(family().form(),
                    {{"members", "a ../x A a"},
                     {"members/A/name", "x"},
                     {"name", "x"},
                     {"papers/1/paper", "x"},
                     {"members/a/papers/x", "y"},
                     {"members/a/name", "Ali"},
                     {"members/a", "x"},
                     {"members//name", "x"}},
                    day);
  EXPECT_EQ(instance.instances("members"), (Names{"a"}));
  EXPECT_EQ(instance.answers(),
            (Answers{{"members", "a"}, {"members/a/name", "Ali"}, {"members/a/greeting", ":Ali"}, {"people", "1"}}));
}

TEST(Repeat, KeysThatAreNone_AreRefused) {
  Instance instance = two(family().form());
  for (const char* key : {"name", "members", "members/a", "members/c/name", "members/a/town", "papers/1/paper",
                          "members/a/papers/1/paper", "town/a/name", "/", "members//name", ""}) {
    auto set = instance.set(key, "x");
    ASSERT_FALSE(set) << key;
    EXPECT_EQ(set.error().code, Code::unknown_question) << key;
  }
  for (auto [key, id] : {std::pair("papers", "a"), std::pair("town", "a"), std::pair("members", "a"),
                         std::pair("members", "A"), std::pair("members", ""), std::pair("members/a/papers", "x")}) {
    EXPECT_FALSE(instance.add(key, id)) << key;
  }
  for (const char* key : {"members", "members/c", "town", "members/a/papers/1", ""}) {
    EXPECT_FALSE(instance.remove(key)) << key;
  }
}

TEST(Repeat, Full_IsRefused) {
  Instance instance = Instance::begin(Builder().repeat("r").text("x").end().form(), day);
  for (std::size_t i = 0; i < instances_max; ++i) ASSERT_TRUE(instance.add("r", std::to_string(i)));
  EXPECT_EQ(instance.add("r", "more").error().code, Code::repeat_full);
  EXPECT_EQ(instance.instances("r").size(), instances_max);
}

TEST(Repeat, CountBeyondTheLimit_StopsFiling) {
  Instance instance(Builder().integer("n").repeat("r", "${n}").text("x").end().form(), {{"n", "201"}}, day);
  EXPECT_EQ(instance.instances("r").size(), instances_max);
  EXPECT_EQ(instance.faults(), (std::vector<Fault>{{"r", Flaw::limit}}));
  ASSERT_TRUE(instance.set("n", "3"));
  EXPECT_TRUE(instance.faults().empty());
}

TEST(Repeat, CountThatIsNoNumber_IsNone) {
  for (const char* n : {"", "x", "-3", "0", "0.9"}) {
    Instance instance(Builder().text("n").repeat("r", "${n}").text("x").end().form(), {{"n", n}}, day);
    EXPECT_TRUE(instance.instances("r").empty()) << n;
  }
}

TEST(Repeat, PlacesBeyondTheLimit_AreNotMade) {
  Builder b;
  b.integer("n").repeat("outer", "${n}").repeat("inner", "${n}").text("x").end().end();
  Instance instance = Instance::begin(b.form(), day);
  ASSERT_TRUE(instance.set("n", "200"));
  EXPECT_LE(instance.places().size(), places_max);
  EXPECT_EQ(instance.faults().back().flaw, Flaw::limit);
  Instance fresh(instance.form(), instance.answers(), day);
  EXPECT_EQ(fresh.faults(), instance.faults());
  EXPECT_EQ(fresh.filed(), instance.filed());
  ASSERT_TRUE(instance.set("n", "2"));
  EXPECT_TRUE(instance.faults().empty());
}

TEST(Repeat, Irrelevant_HidesAllOfIt) {
  Builder b;
  b.text("ask").repeat("r", "2", "${ask} = 'yes'").text("x", {.required = "true()"}).end();
  b.calculate("n", "count(${r})").calculate("answers", "count(${x})");
  Instance instance = Instance::begin(b.form(), day);
  EXPECT_FALSE(instance.group_relevant("r"));
  EXPECT_FALSE(instance.group_relevant("r/1"));
  EXPECT_TRUE(instance.faults().empty());
  EXPECT_EQ(instance.state("n")->value, "0");
  EXPECT_FALSE(instance.filed().contains("r"));
  ASSERT_TRUE(instance.set("ask", "yes"));
  EXPECT_TRUE(instance.group_relevant("r/2"));
  EXPECT_EQ(instance.faults().size(), 2u);
  EXPECT_EQ(instance.state("answers")->value, "2");
  EXPECT_EQ(instance.filed().at("r"), "1 2");
}

TEST(Repeat, Defaults_AreInEachNewInstance) {
  Builder b;
  b.repeat("r")
      .text("kept")
      .integer("n", {.first = "position(..) * 10"})
      .text("m", {.first = "concat(${n}, '!')"})
      .end();
  b.definition.questions[0].default_value = "yes";
  Form form = b.form();
  Instance instance = Instance::begin(form, day);
  for (const char* id : {"a", "b"}) ASSERT_TRUE(instance.add("r", id));
  EXPECT_EQ(instance.state("r/b/m")->value, "20!");
  EXPECT_EQ(instance.state("r/a/kept")->value, "yes");
  ASSERT_TRUE(instance.set("r/a/kept", ""));
  EXPECT_EQ(Instance(form, instance.answers(), day).state("r/a/kept")->value, "");
}

TEST(Repeat, Position_FollowsARemoval) {
  Builder b;
  b.repeat("r").calculate("place", "position(..)").begin("inner").calculate("deep", "position(../..)").end().end();
  Instance instance = Instance::begin(b.form(), day);
  for (const char* id : {"a", "b", "c"}) ASSERT_TRUE(instance.add("r", id));
  EXPECT_EQ(instance.state("r/c/place")->value, "3");
  EXPECT_EQ(instance.remove("r/a").value(), (Names{"r", "r/b/place", "r/b/deep", "r/c/place", "r/c/deep"}));
  EXPECT_EQ(instance.state("r/c/deep")->value, "2");
}

TEST(Repeat, ChoiceFilter_ReadsItsOwnInstance) {
  Builder b;
  b.list("towns", {{"lhr", {}, {{"of", "punjab"}}}, {"khi", {}, {{"of", "sindh"}}}});
  b.repeat("r").text("province").select(Type::select_one, "town", "towns", {.choice_filter = "of = ${province}"}).end();
  Instance instance = Instance::begin(b.form(), day);
  for (const char* id : {"a", "b"}) ASSERT_TRUE(instance.add("r", id));
  ASSERT_TRUE(instance.set("r/a/province", "sindh"));
  EXPECT_EQ(instance.state("r/a/town")->choices, (Names{"khi"}));
  EXPECT_EQ(instance.state("r/b/town")->choices, (Names{}));
}

TEST(Repeat, Labels_AreFilledFromTheirInstance) {
  Builder b;
  b.repeat("r").text("name").text("ask");
  b.last().label = {{"en", "How old is ${name}?"}};
  b.end();
  b.definition.groups[0].label = {{"en", "About ${name}"}};
  Instance instance = Instance::begin(b.form(), day);
  ASSERT_TRUE(instance.add("r", "a"));
  ASSERT_TRUE(instance.set("r/a/name", "Bina"));
  EXPECT_EQ(instance.state("r/a/ask")->label, (Texts{{"en", "How old is Bina?"}}));
  EXPECT_EQ(instance.group_label("r/a"), (Texts{{"en", "About Bina"}}));
}

TEST(Repeat, Copy_GoesItsOwnWay) {
  Instance one = two(family().form());
  Instance other = one;
  ASSERT_TRUE(other.set("members/a/name", "Zoya"));
  ASSERT_TRUE(other.remove("members/b"));
  EXPECT_EQ(one.state("members/a/name")->value, "Ali");
  EXPECT_EQ(one.instances("members").size(), 2u);
}

}  // namespace
}  // namespace karvan::form
