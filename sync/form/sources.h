#pragma once
#include <string>
#include <vector>

#include "sync/form/form.h"

namespace karvan::form {

// What the answers of these questions and repeats are made of: the names themselves, what their calculations read, what
// decides whether they are asked, the repeats around them and what counts those; and so on down to what a person says.
// Ascending, each once. A name that the form does not have stands for itself.
std::vector<std::string> sources_of(const Form& form, const std::vector<std::string>& names);

}  // namespace karvan::form
