#include "storage/model/error.h"

#include <gtest/gtest.h>

namespace karvan {
namespace {

Result<void> step(bool works) {
  if (!works) return fail(Code::io_failed);
  return {};
}

Result<int> two_steps(Result<void> r, bool second) {
  TRY_VOID(r);  // the caller's own names are not hidden by the macro's
  TRY_VOID(step(second));
  return 2;
}

TEST(Error, TryOfAValueNamedR_SeesTheCallers) {
  EXPECT_EQ(two_steps(step(false), true).error().code, Code::io_failed);
  EXPECT_EQ(two_steps(step(true), true), 2);
}

TEST(Error, TryOfAFailingStep_ReturnsItsError) {
  EXPECT_EQ(two_steps(step(true), false).error().code, Code::io_failed);
}

TEST(Error, Description_NamesCodeArgumentsAndPlace) {
  EXPECT_EQ(describe(Error{Code::no_lease_left, {{"kind", "receipt"}}, "counter"}),
            "no_lease_left kind=receipt (counter)");
}

}  // namespace
}  // namespace karvan
