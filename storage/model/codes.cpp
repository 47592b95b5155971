#include "storage/model/codes.h"

#include <array>

namespace karvan {
namespace {

struct Row {
  std::string_view name;
  int status;
};

constexpr auto rows = std::to_array<Row>({
#define X(name, status) {#name, status},
    KARVAN_CODES(X)
#undef X
});

}  // namespace

std::string_view name_of(Code code) { return rows.at(static_cast<std::size_t>(code)).name; }

int http_status(Code code) { return rows.at(static_cast<std::size_t>(code)).status; }

std::optional<Code> code_of(std::string_view name) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].name == name) return static_cast<Code>(i);
  return std::nullopt;
}

}  // namespace karvan
