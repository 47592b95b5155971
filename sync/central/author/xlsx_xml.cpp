#include <algorithm>

#include "sync/central/author/xlsx_parts.h"

namespace karvan::central::author {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// "_x000A_": a character that XML cannot hold, or an underscore that would read so.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    int code = -1;
    if (text.size() - at >= 7 && text.substr(at, 2) == "_x" && text[at + 6] == '_') {
      code = 0;
      for (char c : text.substr(at + 2, 4)) code = code < 0 || hex_digit(c) < 0 ? -1 : code * 16 + hex_digit(c);
    }
    const bool ascii = code > 0 && code < 0x80;
    out += ascii ? static_cast<char>(code) : text[at];
    at += ascii ? 7 : 1;
  }
  return out;
}

}  // namespace

tl::unexpected<XlsxFault> refuse_xlsx(std::string what, std::string instead) {
  return tl::unexpected(XlsxFault{{}, 0, {}, std::move(what), std::move(instead)});
}

XlsxResult<void> load_xml(const std::string& bytes, pugi::xml_document& into) {
  const auto markup = std::count_if(bytes.begin(), bytes.end(), [](char c) { return c == '<' || c == '='; });
  if (static_cast<std::size_t>(markup) > xlsx_markup_max)
    return refuse_xlsx("the workbook has more cells than a form can need",
                       "Remove the empty rows and columns, or divide the list");
  auto parsed = into.load_buffer(bytes.data(), bytes.size(),
                                 pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata_single);
  if (!parsed)
    return refuse_xlsx("the workbook is damaged (" + std::string(parsed.description()) + ")",
                       "Save it again as .xlsx with a spreadsheet program");
  for (auto node : into.children()) {
    if (node.type() == pugi::node_doctype)
      return refuse_xlsx("the workbook defines entities of its own, which no spreadsheet program does",
                         "Save it again as .xlsx with a spreadsheet program");
  }
  return {};
}

std::string_view local_name(const char* name) {
  std::string_view whole(name);
  auto colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

pugi::xml_node child_named(pugi::xml_node parent, std::string_view name) {
  for (auto node : parent.children()) {
    if (local_name(node.name()) == name) return node;
  }
  return {};
}

std::string_view attribute_named(pugi::xml_node node, std::string_view name) {
  for (auto attribute : node.attributes()) {
    if (local_name(attribute.name()) == name) return attribute.value();
  }
  return {};
}

std::string words_of(pugi::xml_node item) {
  std::string out;
  for (auto part : item.children()) {
    auto name = local_name(part.name());
    if (name == "t") out += part.text().get();
    if (name == "r") out += child_named(part, "t").text().get();
  }
  return unescaped(out);
}

}  // namespace karvan::central::author
