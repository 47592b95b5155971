#pragma once
#include <string>

#include "sync/central/store/records.h"

// What settling and setting aside share. Inside this room only.
namespace karvan::central {

inline model::Verdict whole(model::Fate fate, Code reason) {
  model::Verdict verdict;
  verdict.op = fate;
  verdict.reason = name_of(reason);
  return verdict;
}

inline bool waits(const model::Verdict& verdict) {
  return verdict.op == model::Fate::waiting || verdict.op == model::Fate::parked;
}

// The record on which a person settles what lies on none.
std::string apart(const std::string& office, const model::OpId& op);

}  // namespace karvan::central
