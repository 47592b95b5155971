#pragma once
#include <map>
#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "storage/model/codes.h"

namespace karvan {

// A failure that a caller should handle. It carries no words: `code` finds them in the reader's language, `args` fill
// them in, `where` points at the cause (a question's path, a file with row and column, a system call).
// `args` and `where` may reach logs: never put a secret or a citizen's answer in them.
struct [[nodiscard]] Error {
  Code code = Code::internal;
  std::map<std::string, std::string> args = {};
  std::string where = {};
  bool operator==(const Error&) const = default;
};

// One line for a technician's log: "no_lease_left kind=receipt (counter)".
std::string describe(const Error& error);

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Code code, std::map<std::string, std::string> args = {}, std::string where = {}) {
  return tl::unexpected<Error>(Error{code, std::move(args), std::move(where)});
}

}  // namespace karvan

#define KARVAN_JOIN2(a, b) a##b
#define KARVAN_JOIN(a, b) KARVAN_JOIN2(a, b)
#define KARVAN_TRY(tmp, declaration, ...)                      \
  auto&& tmp = (__VA_ARGS__);                                  \
  if (!tmp) return tl::unexpected<karvan::Error>(tmp.error()); \
  declaration = *std::move(tmp)
// TRY(auto x, f()): x is f()'s value, or this function returns f()'s error.
#define TRY(declaration, ...) KARVAN_TRY(KARVAN_JOIN(result_, __LINE__), declaration, __VA_ARGS__)
// TRY_VOID(f()): the same where there is no value.
#define TRY_VOID(...)                                              \
  do {                                                             \
    if (auto&& karvan_result = (__VA_ARGS__); !karvan_result)      \
      return tl::unexpected<karvan::Error>(karvan_result.error()); \
  } while (false)
