#pragma once
#include <string>

#include "tests/unit/node/counter/desk_world.h"

namespace karvan::counter::samples {

// full_name, born and an earlier certificate's number; an open repeat "members" (name, portrait, card, age); how many
// children, and a repeat that is counted by it. 100 rupees for each member; free for those born before 1960.
form::Form family_form();

void with_family(catalogue::Service& service);

struct FamilyDesk : DeskWorld {
  explicit FamilyDesk(const Changed& also = {});

  std::uint64_t seen(const std::string& id) const { return drafts.at(id).seen; }
  Decision answer(const std::string& id, const std::map<std::string, std::string>& set);
  Decision added(const std::string& id, const std::string& repeat = "members");
  // "members/7k3q", with that name.
  std::string member(const std::string& id, const std::string& name);
  std::string filed_family();
  model::Record& of(const std::string& id) { return records.at(record_id(*this, "application", id)); }
  std::string value(const std::string& id, const std::string& key);
};

}  // namespace karvan::counter::samples
