#pragma once
#include <map>
#include <string>
#include <string_view>

#include "node/counter/slip.h"
#include "node/counter/world.h"

// A template's words with ${names} filled in.
namespace karvan::counter {

// Words that a template may name, already as a person reads them.
struct Value {
  std::string text;
  bool code = false;  // keeps its order inside right-to-left text
};
using Values = std::map<std::string, Value, std::less<>>;

// Figures, dates and numbers of a mask.
bool is_code(const form::Question& question);

// The answers of the application (attachments excepted; of a repeat's instances parted by commas), ${number},
// ${tracking}, ${date} and ${office}.
Values values_of(const World& world, const Application& app, const model::Serial& serial, std::string_view language);

// With `isolate`, codes are put between isolates (UAX 9). What is unknown is blank.
std::string fill(std::string_view words, const Values& values, bool isolate);

// "Label: ${one}" is a row of label and value; so is any line with a name after its colon. Any other line goes across
// the page.
SlipRow row_of(std::string_view line, const Values& values);

// Whether a line of the template, or its statement, says ${name}.
bool mentions(const catalogue::Template& layout, std::string_view name);

}  // namespace karvan::counter
