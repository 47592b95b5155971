#include "sync/show/keys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace karvan::show {
namespace {

form::Question asked(const std::string& name, form::Texts label) {
  form::Question question;
  question.name = name;
  question.label = std::move(label);
  return question;
}

// A name, and a family whose members have a name and an age each.
form::Form family() {
  form::Definition d;
  d.id = "family";
  d.languages = {"en", "ur"};
  d.questions = {asked("full_name", {{"en", "Name"}}), asked("child_name", {{"en", "Full name"}, {"ur", "پورا نام"}}),
                 asked("child_age", {{"en", "Age"}})};
  d.questions[1].group = d.questions[2].group = 0;
  form::Group members;
  members.name = "members";
  members.repeat = true;
  members.label = {{"en", "Member"}, {"ur", "فرد"}};
  members.children = {{false, 1}, {false, 2}};
  d.groups = {members};
  d.children = {{false, 0}, {true, 0}};
  auto made = form::Form::make(std::move(d));
  if (!made) throw std::runtime_error(describe(made.error()));
  return *made;
}

TEST(Keys, AnswersOfRepeats_AreLabelledByWhichOneTheyAre) {
  const auto form = family();
  model::Record record;
  for (const auto& [key, value] : {std::pair("full_name", "Ali"),
                                   {"members", "7k3q 9x1b"},
                                   {"members/7k3q/child_name", "Sana"},
                                   {"members/7k3q/child_age", "4"},
                                   {"members/9x1b/child_name", "Zara"}})
    record.fields[key].value = value;
  EXPECT_EQ(label_of_key(form, record, "members/9x1b/child_name").at("en"), "Member 2 · Full name");
  EXPECT_EQ(label_of_key(form, record, "members/9x1b/child_name").at("ur"), "فرد 2 · پورا نام");
  EXPECT_EQ(label_of_key(form, record, "members").at("en"), "Member");
  EXPECT_TRUE(label_of_key(form, record, "nothing").empty());
  const auto keys = keys_in_order(form, record);
  const auto first = std::find(keys.begin(), keys.end(), "members/7k3q/child_age");
  EXPECT_LT(first, std::find(keys.begin(), keys.end(), "members/9x1b/child_name"));
  EXPECT_EQ(keys.front(), "full_name");
}

}  // namespace
}  // namespace karvan::show
