#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/record.h"

// Searches that several files of this room make. Inside this room only.
namespace karvan::rules {

inline bool contains(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

// nullptr: nobody wrote it.
inline const model::Field* field_of(const model::Record& record, const std::string& name) {
  auto found = record.fields.find(name);
  return found == record.fields.end() ? nullptr : &found->second;
}

}  // namespace karvan::rules
