#include "sync/form/functions.h"

#include <algorithm>
#include <array>
#include <map>

namespace karvan::form {

const Ref* Call::set(std::size_t i) const {
  const Term& argument = evaluation_.expression().terms[term_.arguments[i]];
  return argument.kind == Term::Kind::answer || argument.kind == Term::Kind::repeat ? &argument.ref : nullptr;
}

const Function* function_named(std::string_view name) {
  static const auto by_name = [] {
    std::map<std::string_view, const Function*> all;
    for (const auto* family : {&text_functions(), &number_functions(), &arithmetic_functions(), &date_functions(),
                               &choice_functions(), &set_functions(), &random_functions()}) {
      for (const Function& function : *family) all.emplace(function.name, &function);
    }
    return all;
  }();
  auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

bool is_refused_function(std::string_view name) {
  static constexpr std::array refused = {
      "instance",   "digest",   "randomize",     "area",           "distance",   "jr:itext",
      "version",    "property", "last",          "name",           "id",         "lang",
      "local-name", "geofence", "base64-decode", "extract-signed", "intersects", "namespace-uri"};
  return std::find(refused.begin(), refused.end(), name) != refused.end();
}

}  // namespace karvan::form
