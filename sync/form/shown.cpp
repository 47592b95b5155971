#include "sync/form/shown.h"

#include <algorithm>

#include "sync/form/words.h"

namespace karvan::form {

std::string shown(const Form& form, const Question& question, std::string_view value, std::string_view language) {
  if (question.type != Type::select_one && question.type != Type::select_multiple) return std::string(value);
  const auto& all = form.choices(question);
  std::string out;
  for (std::string_view chosen : split(value)) {
    auto found = std::find_if(all.begin(), all.end(), [&](const Choice& c) { return c.name == chosen; });
    if (!out.empty()) out += language == "ur" ? "، " : ", ";
    out += found == all.end() ? chosen : text_in(found->label, language);
  }
  return out;
}

}  // namespace karvan::form
