#pragma once
#include <string>
#include <string_view>

#include "sync/form/form.h"

namespace karvan::form {

// An answer as people read it in `language`: of a select question the labels of what is chosen, in the
// answer's order; of any other the value itself. A name that the form does not know stands for itself.
std::string shown(const Form& form, const Question& question, std::string_view value, std::string_view language);

}  // namespace karvan::form
