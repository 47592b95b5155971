#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/central/author/compile.h"

// What a publishing would change, in words for the person who decides it.
namespace karvan::central::author {

// The bytes of a service that is published; nothing where they are not to be had.
using PublishedBytes = std::function<std::optional<std::string>(const std::string& version)>;

// A line for each thing that differs between what is published and what would be, each beginning with its service:
// "domicile: fee \"service\": amount: \"250.00 PKR\" instead of \"200.00 PKR\"". Empty: nothing. At most changes_max,
// the last then says how many more there are.
std::vector<std::string> describe_changes(const catalogue::Manifest& published, const catalogue::Manifest& next,
                                          const Compiled& compiled, const PublishedBytes& bytes_of);

// The same for one service, given both documents; without its name. Empty: they say the same.
std::vector<std::string> describe_changes(std::string_view before, std::string_view after);

inline constexpr std::size_t changes_max = 2000;

}  // namespace karvan::central::author
