#include <re2/re2.h>
#include <string.h>  // memmem: linear time, which std::string::find does not promise

#include <map>

#include "sync/form/functions.h"
#include "sync/form/words.h"

namespace karvan::form {

namespace {

std::size_t find(std::string_view text, std::string_view part) {
  if (part.empty()) return 0;
  const void* hit = memmem(text.data(), text.size(), part.data(), part.size());
  return hit ? static_cast<std::size_t>(static_cast<const char*>(hit) - text.data()) : std::string_view::npos;
}

Value string(const Call& c) { return c.text(0); }

Value string_length(const Call& c) { return static_cast<double>(length(c.text(0))); }

// A position in code points, from the front, or from the back where negative.
std::size_t offset_at(const std::string& text, double position) {
  if (!(position > -1e9 && position < 1e9)) return position > 0 ? text.size() : 0;
  auto whole = static_cast<std::int64_t>(position);
  if (whole < 0) whole = std::max<std::int64_t>(0, static_cast<std::int64_t>(length(text)) + whole);
  return offset_of(text, static_cast<std::size_t>(whole));
}

Value substr(const Call& c) {
  std::string text = c.text(0);
  std::size_t start = offset_at(text, c.number(1));
  std::size_t end = c.given(2) ? offset_at(text, c.number(2)) : text.size();
  return start < end ? text.substr(start, end - start) : std::string();
}

Value contains(const Call& c) {
  const std::string text = c.text(0);
  return find(text, c.text(1)) != std::string_view::npos;
}
Value starts_with(const Call& c) {
  const std::string text = c.text(0);
  return text.starts_with(c.text(1));
}
Value ends_with(const Call& c) {
  const std::string text = c.text(0);
  return text.ends_with(c.text(1));
}

Value substring_before(const Call& c) {
  std::string text = c.text(0);
  auto at = find(text, c.text(1));
  return at == std::string_view::npos ? std::string() : text.substr(0, at);
}

Value substring_after(const Call& c) {
  const std::string text = c.text(0);
  const std::string part = c.text(1);
  auto at = find(text, part);
  return at == std::string_view::npos ? std::string() : text.substr(at + part.size());
}

Value normalize_space(const Call& c) {
  std::string text = c.text(0), out;
  for (auto part : split(text)) {
    if (!out.empty()) out += ' ';
    out += part;
  }
  return out;
}

std::vector<std::string_view> code_points(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    std::size_t size = std::max<std::size_t>(1, offset_of(text, 1));
    out.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return out;
}

// XPath 1.0 section 4.2: the first mention of a character in the second argument counts.
Value translate(const Call& c) {
  const std::string text = c.text(0);
  const std::string from = c.text(1);
  const std::string to = c.text(2);
  std::string out;
  auto targets = code_points(to);
  std::map<std::string_view, std::string_view> table;
  std::size_t i = 0;
  for (auto p : code_points(from)) {
    table.emplace(p, i < targets.size() ? targets[i] : std::string_view());
    ++i;
  }
  for (auto p : code_points(text)) {
    auto entry = table.find(p);
    out += entry == table.end() ? p : entry->second;
  }
  return bounded(std::move(out));
}

// A state of the pattern looks at a byte in a fraction of a step.
constexpr std::uint64_t pattern_bytes_a_step = 256;

// The whole text must match, as in ODK. RE2 runs in time linear in the text.
Value regex(const Call& c) {
  const std::string text = c.text(0);
  const auto& pattern = *c.term().pattern;
  const auto size = static_cast<std::uint64_t>(pattern.ProgramSize());
  return c.evaluation().spend(text.size() * size / pattern_bytes_a_step) && RE2::FullMatch(text, pattern);
}

}  // namespace

const std::vector<Function>& text_functions() {
  static const std::vector<Function> functions = {
      {"string", 0, 1, string, true},
      {"string-length", 0, 1, string_length, true},
      {"substr", 2, 3, substr},
      {"contains", 2, 2, contains},
      {"starts-with", 2, 2, starts_with},
      {"ends-with", 2, 2, ends_with},
      {"substring-before", 2, 2, substring_before},
      {"substring-after", 2, 2, substring_after},
      {"normalize-space", 0, 1, normalize_space, true},
      {"translate", 3, 3, translate},
      {"regex", 2, 2, regex},
  };
  return functions;
}

}  // namespace karvan::form
