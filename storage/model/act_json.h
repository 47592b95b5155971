#pragma once
#include <string_view>
#include <type_traits>

#include "storage/model/json.h"
#include "storage/model/op.h"

// The JSON of each act: the same members in an operation's line, in a record, and in
// a draft as the node keeps it.
namespace karvan::model {

// Members in a fixed order; those that may be empty are absent where they are.
template <class Act>
json::object write_act(Act act);

// Under which member a record keeps who wrote an act: of a settling, `writer` is what it is about.
template <class Act>
inline constexpr std::string_view writer_key = std::is_same_v<Act, Settled> ? "by" : "writer";

// field_missing, field_wrong_type with the member; malformed where a list or text is over its bound.
template <class Act>
Result<Act> read_act(const json::object& o);

}  // namespace karvan::model
