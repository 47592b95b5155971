#include <algorithm>
#include <array>

#include "sync/central/author/headings.h"
#include "sync/central/author/utf8.h"
#include "sync/form/words.h"

namespace karvan::central::author {

namespace {

// ISO 639-1, for headings that give the language's name alone.
constexpr std::array<std::pair<std::string_view, std::string_view>, 46> named = {
    {{"english", "en"},    {"urdu", "ur"},       {"azerbaijani", "az"}, {"arabic", "ar"},      {"french", "fr"},
     {"persian", "fa"},    {"farsi", "fa"},      {"portuguese", "pt"},  {"punjabi", "pa"},     {"russian", "ru"},
     {"sindhi", "sd"},     {"spanish", "es"},    {"turkish", "tr"},     {"pashto", "ps"},      {"balochi", "bal"},
     {"chinese", "zh"},    {"hindi", "hi"},      {"bengali", "bn"},     {"bangla", "bn"},      {"nepali", "ne"},
     {"burmese", "my"},    {"swahili", "sw"},    {"kiswahili", "sw"},   {"amharic", "am"},     {"somali", "so"},
     {"hausa", "ha"},      {"yoruba", "yo"},     {"zulu", "zu"},        {"kinyarwanda", "rw"}, {"german", "de"},
     {"italian", "it"},    {"dutch", "nl"},      {"ukrainian", "uk"},   {"polish", "pl"},      {"georgian", "ka"},
     {"armenian", "hy"},   {"kazakh", "kk"},     {"uzbek", "uz"},       {"tajik", "tg"},       {"kyrgyz", "ky"},
     {"indonesian", "id"}, {"vietnamese", "vi"}, {"thai", "th"},        {"lao", "lo"},         {"khmer", "km"},
     {"kurdish", "ku"}}};

bool is_tag_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

bool is_tag(std::string_view text) {
  if (text.size() < 2 || text.size() > 12) return false;
  return std::all_of(text.begin(), text.end(), is_tag_character) &&
         (text.size() <= 3 || text.find('-') != std::string_view::npos);
}

}  // namespace

std::optional<std::string> language_tag(std::string_view written) {
  written = form::trimmed(written);
  auto open = written.rfind('('), close = written.rfind(')');
  if (open != std::string_view::npos && close == written.size() - 1 && open < close) {
    auto tag = form::trimmed(written.substr(open + 1, close - open - 1));
    return is_tag(tag) ? std::optional(lower_ascii(tag)) : std::nullopt;
  }
  std::string name = lower_ascii(written);
  for (const auto& [language, tag] : named) {
    if (language == name) return std::string(tag);
  }
  return is_tag(name) ? std::optional(name) : std::nullopt;
}

}  // namespace karvan::central::author
