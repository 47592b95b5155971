#pragma once
#include <stdexcept>
#include <string>
#include <utility>

#include "sync/catalogue/catalogue.h"

// A small service: questions of every rule that the tests need, a fee of 500 rupees, the default stages, an applicant
// and two guardians of whom one may come later, a certificate that says the name.
namespace karvan::rules::samples {

form::Question question(std::string name, std::string merge, std::string constraint = {});

// In English, without questions.
form::Definition definition(std::string id);
// Throws where it cannot be read.
form::Form made(form::Definition definition);

form::Form form();

inline constexpr auto stage_filed = "filed";
inline constexpr auto stage_reviewed = "reviewed";

catalogue::Party party(std::string role, std::vector<std::string> shows, int least, bool later);

catalogue::Service service();

}  // namespace karvan::rules::samples
