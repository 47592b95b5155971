#pragma once
#include "tests/unit/sync/form/builder.h"

namespace karvan::form {

// A family: an open repeat with a nested counted one, and what is worked out over them.
inline Builder family() {
  Builder b;
  b.text("town");
  b.repeat("members").text("name").integer("age").calculate("greeting", "concat(${town}, ':', ${name})");
  b.text("school", {.relevant = "${age} < 18", .required = "true()"});
  b.integer("cards");
  b.repeat("papers", "${cards}").text("paper").calculate("whose", "concat(${name}, '/', ${paper})").end();
  b.end();
  b.calculate("people", "count(${members})").calculate("years", "sum(${age})").calculate("all", "join(' ', ${whose})");
  return b;
}

}  // namespace karvan::form
