#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/form/instance.h"

// What of a form stands where, with its repeats' instances (sync/form/form.h says what a key is).
namespace karvan::counter {

// What stands at a key: a question, a group, a repeat (all its instances together) or one instance.
struct Spot {
  std::string key;
  const form::Question* question = nullptr;
  const form::Group* group = nullptr;  // the repeat of an instance too
  std::size_t number = 0;              // of an instance, from 1
};

// Everything that now stands in the form, in its order: a group before what is in it, an instance after its repeat.
std::vector<Spot> spots_of(const form::Instance& form);

// "members/7k3q" of "members/7k3q/full_name", the innermost of nested ones; empty outside repeats.
std::string_view instance_of(std::string_view key);
// "full_name" of it.
std::string_view name_in(std::string_view key);
// "7k3q" and "members" of "members/7k3q".
std::string_view id_in(std::string_view instance);
std::string_view repeat_of(std::string_view instance);
// The instances' ids that a repeat's answer lists.
std::vector<std::string> ids_in(std::string_view list);
// What the n-th one, from 1, is answered: of a question in a repeat its n-th instance's answer, else the first alone.
std::string answer_of(const form::Form& form, const form::Answers& answers, std::string_view question, int number);
// Whether a key is the instance itself or stands in it.
bool is_in(std::string_view key, std::string_view instance);
// Whether all instances that the key names are there.
bool stands(const form::Instance& form, std::string_view key);

// What is outside before what is inside: a count makes the instances that answers of the same change stand in.
std::vector<std::pair<std::string, std::string>> outside_in(const form::Answers& answers);

// Which instance of its repeat it is, from 1; 0: none.
std::size_t number_of(const form::Instance& form, std::string_view instance);
// "Household 1 · Member 2" of "households/1/members/7k3q", in a person's words; empty for an empty key.
std::string title_of(const form::Instance& form, std::string_view instance, std::string_view language);

}  // namespace karvan::counter
