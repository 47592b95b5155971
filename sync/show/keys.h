#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/record.h"
#include "sync/form/form.h"

// Answers inside repeats as people read them: a record's keys by the form's order, and "Member 2 · Full name" in the
// place of "members/7k3q/full_name".
namespace karvan::show {

struct InstanceOf {
  std::string key;  // "members/7k3q"
  const form::Group* repeat = nullptr;
  std::size_t number = 0;  // which one it is now, from 1; 0: it has gone
};

// The instances that a key stands in, outermost first; empty outside repeats, and of keys that the form does not know.
std::vector<InstanceOf> instances_of(const form::Form& form, const model::Record& record, std::string_view key);

// "Member 2 · Full name" in each language; of a repeat its own label. Empty where the form does not know the key.
form::Texts label_of_key(const form::Form& form, const model::Record& record, std::string_view key);

// Those of a record's fields that the form knows, in its order, instances in theirs.
std::vector<std::string> keys_in_order(const form::Form& form, const model::Record& record);

}  // namespace karvan::show
