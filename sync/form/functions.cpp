#include "sync/form/functions.h"

namespace karvan::form {

const Function* function_named(std::string_view name) {
  for (const auto* family : {&text_functions(), &number_functions(), &date_functions(), &choice_functions()}) {
    for (const Function& function : *family) {
      if (function.name == name) return &function;
    }
  }
  return nullptr;
}

}  // namespace karvan::form
