#include "storage/model/error.h"

namespace karvan {

std::string describe(const Error& error) {
  std::string text{name_of(error.code)};
  for (const auto& [key, value] : error.args) text += " " + key + "=" + value;
  if (!error.where.empty()) text += " (" + error.where + ")";
  return text;
}

}  // namespace karvan
