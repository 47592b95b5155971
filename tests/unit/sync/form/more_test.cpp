#include <gtest/gtest.h>

#include <set>

#include "tests/unit/sync/form/builder.h"

// What an answer sets off, what the engine answers itself, chance, formulas beside the form, and the bounds of work.
namespace karvan::form {
namespace {

using Names = std::vector<std::string>;

TEST(Trigger, Calculation_IsMadeWhenItsQuestionIsAnswered) {
  Builder b;
  b.text("ask").integer("n").calculate("stamp", "concat(${ask}, ${n})");
  b.last().binds.trigger = "ask";
  Instance instance = Instance::begin(b.form(), day);
  EXPECT_EQ(instance.state("stamp")->value, "");
  ASSERT_TRUE(instance.set("n", "1"));
  EXPECT_EQ(instance.state("stamp")->value, "");
  EXPECT_EQ(instance.set("ask", "x").value(), (Names{"ask", "stamp"}));
  EXPECT_EQ(instance.state("stamp")->value, "x1");
  ASSERT_TRUE(instance.set("n", "2"));
  EXPECT_EQ(instance.state("stamp")->value, "x1");
  Instance again(instance.form(), instance.answers(), day);
  EXPECT_EQ(again.state("stamp")->value, "x1");
}

TEST(Trigger, AnswerThatItFills_CanBeChanged) {
  Builder b;
  b.text("ask").text("guess", {.calculation = "concat(${ask}, '?')", .trigger = "ask"});
  b.calculate("fixed", "1");
  b.last().binds.trigger = "ask";
  Instance instance = Instance::begin(b.form(), day);
  ASSERT_TRUE(instance.set("ask", "a"));
  EXPECT_EQ(instance.state("guess")->value, "a?");
  ASSERT_TRUE(instance.set("guess", "mine"));
  EXPECT_EQ(instance.state("guess")->value, "mine");
  EXPECT_EQ(instance.set("fixed", "2").error().code, Code::answer_read_only);
}

TEST(Trigger, InARepeat_IsOfItsInstance) {
  Builder b;
  b.text("all")
      .repeat("r")
      .text("ask")
      .text("got", {.calculation = "concat(${all}, ${ask})", .trigger = "ask all"})
      .end();
  Instance instance = Instance::begin(b.form(), day);
  for (const char* id : {"a", "b"}) ASSERT_TRUE(instance.add("r", id));
  ASSERT_TRUE(instance.set("r/b/ask", "x"));
  EXPECT_EQ(instance.state("r/a/got")->value, "");
  EXPECT_EQ(instance.state("r/b/got")->value, "x");
  ASSERT_TRUE(instance.set("all", "z"));
  EXPECT_EQ(instance.state("r/a/got")->value, "z");
  EXPECT_EQ(instance.state("r/b/got")->value, "zx");
}

TEST(Trigger, ThatTriggersItsTrigger_EndsAfterOneRound) {
  Builder b;
  b.text("a", {.calculation = "concat(${b}, 'a')", .trigger = "b"});
  b.text("b", {.calculation = "concat(${a}, 'b')", .trigger = "a"});
  Instance instance = Instance::begin(b.form(), day);
  ASSERT_TRUE(instance.set("a", "x"));
  EXPECT_EQ(instance.state("b")->value, "xb");
  EXPECT_EQ(instance.state("a")->value, "xba");
}

TEST(Metadata, IsAnsweredByTheEngine) {
  Builder b;
  for (const char* meta : {"start", "end", "today", "deviceid", "username"}) {
    b.add(Type::hidden, std::string("m_") + meta);
    b.last().meta = meta;
  }
  Context begun = day;
  begun.device = "bus-01";
  begun.user = "amina";
  Instance instance = Instance::begin(b.form(), begun);
  EXPECT_EQ(instance.state("m_start")->value, day.now);
  EXPECT_EQ(instance.state("m_today")->value, day.today);
  EXPECT_EQ(instance.state("m_deviceid")->value, "bus-01");
  EXPECT_EQ(instance.state("m_username")->value, "amina");
  EXPECT_EQ(instance.state("m_end")->value, "");
  EXPECT_EQ(instance.set("m_start", "x").error().code, Code::answer_read_only);
  Context later{"2026-11-22", "2026-11-22T09:00:00.000+05:00"};
  Instance filing(instance.form(), instance.answers(), later);
  EXPECT_EQ(filing.filed().at("m_start"), day.now);
  EXPECT_EQ(filing.filed().at("m_end"), later.now);
  Context judged{"2026-11-23", "2026-11-23T09:00:00.000+05:00"};
  EXPECT_EQ(Instance(instance.form(), filing.filed(), judged).filed(), filing.filed());
}

Form chance() {
  Builder b;
  b.calculate("id", "uuid()")
      .calculate("short", "uuid(5)")
      .calculate("chance", "random()")
      .calculate("kept", "once(uuid())");
  b.repeat("r").calculate("each", "uuid()").end();
  return b.form();
}

TEST(Chance, ComesFromTheSeedAndThePlace) {
  Context seeded = day;
  seeded.seed = "0G4-7KQ-2MX-3";
  Instance one = Instance::begin(chance(), seeded);
  Instance same = Instance::begin(chance(), seeded);
  seeded.seed = "0G4-7KQ-2MX-4";
  Instance other = Instance::begin(chance(), seeded);
  for (Instance* instance : {&one, &same, &other}) {
    for (const char* id : {"a", "b"}) ASSERT_TRUE(instance->add("r", id));
  }
  EXPECT_EQ(one.filed(), same.filed());
  std::set<std::string> drawn;
  for (const Instance* instance : {&one, &other}) {
    for (const char* key : {"id", "kept", "r/a/each", "r/b/each"}) drawn.insert(instance->state(key)->value);
  }
  EXPECT_EQ(drawn.size(), 8u);
}

TEST(Chance, HasTheFormsThatAreAskedFor) {
  Context seeded = day;
  for (int i = 0; i < 200; ++i) {
    seeded.seed = std::to_string(i);
    Instance instance = Instance::begin(chance(), seeded);
    const std::string& id = instance.state("id")->value;
    ASSERT_EQ(id.size(), 36u);
    EXPECT_EQ(id[14], '4') << id;
    EXPECT_TRUE(std::string("89ab").find(id[19]) != std::string::npos) << id;
    EXPECT_EQ(instance.state("short")->value.size(), 5u);
    const double chance = std::stod(instance.state("chance")->value);
    EXPECT_TRUE(chance >= 0 && chance < 1) << chance;
  }
}

TEST(Formula, IsComputedBesideTheForm) {
  Builder b;
  b.integer("copies").repeat("r").integer("weight").end();
  Form form = b.form();
  auto fee = Formula::make(form, "200 + 50 * ${copies} + sum(${weight}) * 2");
  ASSERT_TRUE(fee);
  Instance instance = Instance::begin(form, day);
  ASSERT_TRUE(instance.set("copies", "3"));
  for (const char* id : {"a", "b"}) {
    ASSERT_TRUE(instance.add("r", id));
    ASSERT_TRUE(instance.set(std::string("r/") + id + "/weight", "10"));
  }
  EXPECT_EQ(number_of(instance.value_of(*fee)), 390);
  EXPECT_TRUE(truth_of(instance.value_of(*Formula::make(form, "${copies} > 2"))));
}

TEST(Formula, FaultsAreToldAsOfTheForm) {
  Form form = Builder().integer("copies").form();
  EXPECT_EQ(Formula::make(form, "${copy}").error().args.at("what"), "unknown_question");
  EXPECT_EQ(Formula::make(form, ". + 1").error().args.at("what"), "no_own");
  EXPECT_EQ(Formula::make(form, "").error().args.at("what"), "ended");
  EXPECT_EQ(Formula::make(form, "../..").error().args.at("what"), "outside");
}

// Each instance reads all of the others: the work grows with the square.
Form heavy(int columns) {
  Builder b;
  b.integer("n").integer("k").repeat("r", "${n}").integer("x");
  for (int i = 0; i < columns; ++i) {
    std::string sum = "${k}";
    for (int j = 0; j < 40; ++j) sum += " + sum(../../r/x)";
    b.calculate("c" + std::to_string(i), sum);
  }
  return b.end().calculate("after", "${k} + 1").form();
}

TEST(Budget, Exhausted_StopsFilingAndEqualsAFreshInstance) {
  Instance instance = Instance::begin(heavy(4), day);
  ASSERT_TRUE(instance.set("n", "20"));
  EXPECT_TRUE(instance.faults().empty());
  ASSERT_TRUE(instance.set("n", "200"));
  ASSERT_FALSE(instance.faults().empty());
  EXPECT_EQ(instance.faults().front(), (Fault{"test", Flaw::limit}));
  Instance fresh(instance.form(), instance.answers(), day);
  EXPECT_EQ(fresh.filed(), instance.filed());
  EXPECT_EQ(fresh.faults(), instance.faults());
  ASSERT_TRUE(instance.set("n", "3"));
  EXPECT_TRUE(instance.faults().empty());
  ASSERT_TRUE(instance.set("k", "7"));
  EXPECT_EQ(instance.state("after")->value, "8");
}

TEST(Budget, IncrementalWork_IsCountedAsAWhole) {
  Form form = heavy(2);
  Instance instance = Instance::begin(form, day);
  ASSERT_TRUE(instance.set("n", "100"));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(instance.set("r/1/x", std::to_string(i)));
  EXPECT_TRUE(instance.faults().empty());
}

TEST(Budget, FirstValues_AreMadeAsLongAsOneChangeMayCost) {
  Builder b;
  b.integer("n").repeat("r", "${n}").integer("x");
  std::string sum = "1";
  for (int i = 0; i < 100; ++i) sum += " + count(../../r/x)";
  for (int i = 0; i < 10; ++i) b.text("f" + std::to_string(i), {.first = sum});
  Instance instance = Instance::begin(b.end().form(), day);
  ASSERT_TRUE(instance.set("n", "200"));
  EXPECT_EQ(instance.state("r/1/f0")->value, "20001");
  EXPECT_EQ(instance.state("r/200/f9")->value, "");
  ASSERT_TRUE(instance.set("r/200/x", "3"));
  EXPECT_EQ(instance.state("r/200/x")->value, "3");
}

TEST(Budget, FormulaThatNeverEnds_IsBlank) {
  Form form = heavy(0);
  std::string sum = "sum(${x})";
  Instance instance(form, {{"n", "200"}}, day);
  auto nested = Formula::make(form, "count(${r}[1])");
  EXPECT_EQ(nested.error().args.at("what"), "predicate");
  EXPECT_EQ(text_of(instance.value_of(*Formula::make(form, "count(${x})"))), "200");
}

}  // namespace

TEST(Instance, ContinuedFromItsInputs_IsAsItWas) {
  Builder b;
  b.integer("n").text("t").repeat("r", "${n}").integer("x").calculate("double", "${x} * 2").end();
  b.calculate("sum", "sum(${double})").calculate("first", "once(${t})");
  b.text("copied", {.calculation = "${t}", .trigger = "n"});
  Instance filled = Instance::begin(b.form(), day);
  for (auto [key, value] : std::vector<std::pair<std::string, std::string>>{
           {"t", "a"}, {"n", "2"}, {"r/1/x", "3"}, {"r/2/x", "4"}, {"t", "b"}})
    ASSERT_TRUE(filled.set(key, value));
  const Answers inputs = filled.inputs();
  EXPECT_FALSE(inputs.contains("sum") || inputs.contains("r/1/double"));
  EXPECT_EQ(Instance(filled.form(), inputs, day).answers(), filled.answers());
  std::size_t bytes = 0;
  for (const auto& [key, value] : filled.answers())
    if (!filled.form().repeat(key)) bytes += key.size() + value.size();
  EXPECT_GE(filled.bytes(), bytes);
  EXPECT_LE(filled.bytes(), bytes + 8);  // the instances' ids
}

}  // namespace karvan::form
