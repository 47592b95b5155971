#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace karvan::dictionary {

// Messages as nodes and the centre exchange them, about invented people: the applications of each service of `shapes`
// as a counter walks through them, alone, a few at once and in batches, with their heads, receipts, entries and
// documents. The same for the same `shapes`.
//
// `shapes`: "= SERVICE" begins a service, "FIELD VALUE|VALUE…" is one of its fields; in a value # is a digit.
std::vector<std::string> samples(std::string_view shapes);

// The dictionary of those samples: trained, with the shapes of an idle exchange last, where they are cheapest.
std::string train(std::string_view shapes);

inline constexpr std::size_t bytes_max = 48 << 10;

}  // namespace karvan::dictionary
