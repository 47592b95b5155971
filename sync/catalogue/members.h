#pragma once
#include "storage/model/json.h"
#include "sync/catalogue/catalogue.h"
#include "sync/form/members.h"

// Inside the catalogue: members of the published JSON that both the service and the manifest have. Reading is strict:
// a member of another type than the format says is catalogue_broken, named in `where`.
namespace karvan::catalogue {

using form::Strings;
using form::write_strings;
using json::array;
using json::object;

tl::unexpected<Error> odd(std::string_view what);

array write_list(const std::vector<std::string>& list);

Result<Strings> strings_in(const object& o, std::string_view member);                // absent: empty
Result<std::vector<std::string>> list_in(const object& o, std::string_view member);  // absent: empty
Result<std::vector<const object*>> objects_in(const object& o, std::string_view member);

}  // namespace karvan::catalogue
