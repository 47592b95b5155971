#pragma once
#include <string>
#include <vector>

#include "storage/model/op.h"
#include "storage/model/record.h"
#include "sync/catalogue/catalogue.h"

// Who has to show what at the desk, and what of it is still to come.
namespace karvan::rules {

struct ToShow {
  const catalogue::Party* party = nullptr;  // borrowed from the service
  int number = 1;
  std::string what;
};

// What the parties (the least number of each role) have not shown yet, in the catalogue's order. With `filing`, only of
// those who may not come another day.
std::vector<ToShow> missing_shown(const catalogue::Service& service, const std::vector<model::Shown>& shown,
                                  bool filing);
std::vector<model::Shown> shown_of(const model::Record& record);

// Whether one act is sound: role and number of the catalogue, `what` asked of them, a basis that the catalogue takes,
// a reason where the basis is none, the consent's version, a summary's number with a signature.
// party_missing, field_wrong_type, reason_missing, consent_missing.
Result<void> check_shown(const catalogue::Service& service, const model::Shown& shown);

}  // namespace karvan::rules
