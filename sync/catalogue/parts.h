#pragma once
#include "sync/catalogue/members.h"

// Inside the catalogue: the published JSON of what is charged and how an application ends.
namespace karvan::catalogue {

// What a document of an earlier version did not have is absent where empty, so that those keep their bytes.
void put(object& out, const char* name, const std::string& text);
void put(object& out, const char* name, const Strings& texts);
void put(object& out, const char* name, const std::vector<std::string>& list);
void put(object& out, const char* name, int number);

object write_fee(const FeeLine& line);
Result<FeeLine> read_fee(const object& o);

object write_closing(const Closing& closing);
Result<Closing> read_closing(const object& o);

object write_institution(const Institution& institution);
Result<Institution> read_institution(const object& service);

// A member that is a whole number from `least` to `most`; absent: `otherwise`.
Result<int> whole_in(const object& o, std::string_view member, int otherwise, int least, int most);

}  // namespace karvan::catalogue
