#pragma once
#include <string_view>

namespace karvan::model {

// The kind in the text of a RecordId, which is not copied; empty where it is none.
inline std::string_view kind_in(std::string_view record_id) {
  const auto first = record_id.find('/');
  const auto last = record_id.rfind('/');
  const bool sound =
      first != record_id.npos && first != last && first != 0 && last + 1 != record_id.size() && last != first + 1;
  return sound ? record_id.substr(first + 1, last - first - 1) : std::string_view();
}

}  // namespace karvan::model
