#include "sync/central/author/headings.h"

#include <algorithm>
#include <array>

#include "sync/central/author/known_words.h"
#include "sync/central/author/utf8.h"
#include "sync/form/words.h"

namespace karvan::central::author {

namespace {

// Headings that are written in more than one way, in small letters with underscores.
const std::map<std::string_view, std::string_view>& heading_variants() {
  static const std::map<std::string_view, std::string_view> names = {
      {"command", "type"},
      {"tag", "name"},
      {"value", "name"},
      {"caption", "label"},
      {"guidance", "guidance_hint"},
      {"readonly", "read_only"},
      {"bind::readonly", "read_only"},
      {"bind::read_only", "read_only"},
      {"calculate", "calculation"},
      {"bind::calculate", "calculation"},
      {"relevance", "relevant"},
      {"bind::relevant", "relevant"},
      {"bind::required", "required"},
      {"bind::constraint", "constraint"},
      {"constraint_msg", "constraint_message"},
      {"constraintmsg", "constraint_message"},
      {"constraining_message", "constraint_message"},
      {"bind::constraintmsg", "constraint_message"},
      {"bind::constraint_message", "constraint_message"},
      {"bind::jr:constraintmsg", "constraint_message"},
      {"requiredmsg", "required_message"},
      {"required_msg", "required_message"},
      {"bind::requiredmsg", "required_message"},
      {"bind::required_message", "required_message"},
      {"bind::jr:requiredmsg", "required_message"},
      {"control::appearance", "appearance"},
      {"body::appearance", "appearance"},
      {"count", "repeat_count"},
      {"jr:count", "repeat_count"},
      {"control::jr:count", "repeat_count"},
      {"body::jr:count", "repeat_count"},
      {"media::image", "image"},
      {"media::audio", "audio"},
      {"media::video", "video"},
      {"media::big-image", "big-image"},
      {"no_app_error_string", "noapperrorstring"},
      {"bind::jr:noapperrorstring", "noapperrorstring"},
      {"bind::save_to", "save_to"},
      {"list", "list_name"},
      {"title", "form_title"},
      {"set_form_title", "form_title"},
      {"id_string", "form_id"},
      {"set_form_id", "form_id"},
  };
  return names;
}

constexpr std::array<std::string_view, 4> prefixes = {"bind", "body", "control", "media"};

bool is_known(const Columns& columns, std::string_view name) {
  return among(columns.worded, name) || among(columns.plain, name) || columns.refused.contains(name);
}

std::string plain_form(std::string_view part) {
  std::string out = lower_ascii(form::trimmed(part));
  std::replace(out.begin(), out.end(), ' ', '_');
  return out;
}

std::string standard(std::string name, const Columns& columns) {
  auto found = heading_variants().find(name);
  // "value" is a choice's name; in a list of places a column "value" may be data.
  if (found == heading_variants().end() || (columns.open && !is_known(columns, found->second))) return name;
  return std::string(found->second);
}

std::vector<std::string_view> parts_of(std::string_view written) {
  const std::string_view divider = written.find("::") != std::string_view::npos ? "::" : ":";
  std::vector<std::string_view> parts;
  for (std::size_t at; (at = written.find(divider)) != std::string_view::npos;) {
    parts.push_back(form::trimmed(written.substr(0, at)));
    written.remove_prefix(at + divider.size());
  }
  parts.push_back(form::trimmed(written));
  return parts;
}

}  // namespace

HeadingName read_heading(std::string_view written, const Columns& columns) {
  auto parts = parts_of(form::trimmed(written));
  std::string first = plain_form(parts[0]);
  if (first == "karvan") return {parts.size() == 2 ? "karvan::" + plain_form(parts[1]) : plain_form(written), {}};
  std::string whole = standard(plain_form(written), columns);
  if (is_known(columns, whole)) return {whole, {}};
  std::size_t used = 1;
  if (parts.size() > 1 && among(prefixes, first)) {
    std::string joined = standard(first + "::" + plain_form(parts[1]), columns);
    if (is_known(columns, joined)) return {joined, parts.size() > 2 ? std::string(parts[2]) : std::string()};
    return {first, {}};
  }
  std::string name = standard(first, columns);
  return {name, used < parts.size() ? std::string(parts[used]) : std::string()};
}

std::string near_column(const Columns& columns, std::string_view name) {
  for (const auto* names : {&columns.worded, &columns.plain}) {
    for (std::string_view known : *names) {
      if (known.size() > 3 && edit_distance(known, name) <= 2) return std::string(known);
    }
  }
  return {};
}

}  // namespace karvan::central::author
