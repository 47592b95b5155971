#include "storage/search/fold.h"

#include <algorithm>
#include <array>

#include "storage/search/letters.h"

namespace karvan::search {
namespace {

template <std::size_t n>
bool one_of(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Doubled letters are written once in Latin; in Arabic script two letters are two consonants.
std::vector<std::string> split(std::string_view text) {
  std::string letters;
  text = text.substr(0, text_bytes_max);
  while (!text.empty()) fold_point(take_point(text), letters);
  std::vector<std::string> words;
  std::string word;
  letters += parting;
  for (const char letter : letters) {
    if (letter == parting) {
      if (!word.empty() && words.size() < 2 * words_max) words.push_back(word);
      word.clear();
    } else if (word.size() < letters_max && (word.empty() || word.back() != letter || is_arabic(letter))) {
      word += letter;
    }
  }
  return words;
}

// "ul", or "u" where the article's l is not heard.
std::string_view article(std::string_view rest) { return !rest.empty() && is_sun(rest.front()) ? "u" : "ul"; }

bool is_article(std::string_view word) {
  return one_of(word, std::to_array<std::string_view>({"ul", "ur", "us", "uz", "un", "ut", "ud", "al", "el"}));
}

bool begins_servant(std::string_view word) {
  return word.size() >= 3 && (word[0] == 'a' || word[0] == 'e') && word.substr(1, 2) == "bd";
}

// Abd, Abdu, Abdul, Abdur, Əbdül: the first part of a name whose second is written apart.
bool is_servant(std::string_view word) {
  if (!begins_servant(word) || word.size() > 5) return false;
  if (word.size() > 3 && std::string_view("uaeo").find(word[3]) == std::string_view::npos) return false;
  return word.size() < 5 || is_sun(word[4]);
}

// In one word: Abdulrahman as Abdurrahman.
std::string servant(std::string word) {
  if (word.size() < 6 || word[3] != 'u' || word[4] != 'l' || !is_sun(word[5])) return word;
  return word.erase(4, 1);
}

struct Ending {
  std::string_view written, meant;
};

// Of one word: Habibulla, Salahaddin.
std::string ended(std::string word) {
  static constexpr auto endings = std::to_array<Ending>({{"ula", "ulah"},
                                                         {"ola", "ulah"},
                                                         {"olah", "ulah"},
                                                         {"uden", "udin"},
                                                         {"adin", "udin"},
                                                         {"edin", "udin"},
                                                         {"aden", "udin"}});
  for (const auto& ending : endings)
    if (word.size() > ending.written.size() + 2 && word.ends_with(ending.written))
      return word.replace(word.size() - ending.written.size(), ending.written.size(), ending.meant);
  return word;
}

bool is_god(std::string_view word) {
  return one_of(word, std::to_array<std::string_view>({"ulah", "alah", "olah", "elah", "ula", "lah"}));
}

bool is_faith(std::string_view word) {
  return one_of(word, std::to_array<std::string_view>({"udin", "uden", "adin", "aden", "edin", "eden"}));
}

constexpr char definite[] = {static_cast<char>(arabic::alef), static_cast<char>(arabic::lam)};
constexpr char abd[] = {static_cast<char>(arabic::ain), static_cast<char>(arabic::be), static_cast<char>(arabic::dal)};

bool is_definite(std::string_view word) {
  return word.size() > 3 && word.starts_with(std::string_view(definite, sizeof definite));
}

// Whether a word is written on to the one before, and as what.
std::string appended(const std::string& before, const std::string& word) {
  if (is_arabic(before.back()) != is_arabic(word.back())) return {};
  if (is_definite(word) || before == std::string_view(abd, sizeof abd)) {
    return is_arabic(word.back()) ? before + word : std::string();
  }
  if (is_arabic(word.back())) return {};
  if (is_servant(before) && !is_article(word)) {
    const auto rest = is_god(word) ? std::string("ah") : word;
    return before.substr(0, 3) + std::string(is_god(word) ? "ul" : article(rest)) + rest;
  }
  if (is_god(word)) return before + "ulah";
  if (is_faith(word)) return before + "udin";
  if ((word == "din" || word == "den") && before.size() > 4 && (before.ends_with("ud") || before.ends_with("ad")))
    return before.substr(0, before.size() - 2) + "udin";
  return {};
}

// Words with the parts that belong together written as one. An article waits for what it stands before.
std::vector<std::string> joined(const std::vector<std::string>& parts) {
  std::vector<std::string> words;
  bool waiting = false;
  for (const auto& part : parts) {
    if (words.empty()) {
      words.push_back(part);
    } else if (is_article(part)) {
      waiting = true;
    } else if (waiting && is_servant(words.back())) {
      waiting = false;
      words.back() = appended(words.back(), part);
      if (words.back().empty()) words.back() = part;
    } else if (waiting && !is_arabic(words.back().back()) && !is_arabic(part.back())) {
      waiting = false;
      const auto rest = part == "den" ? std::string("din") : part;
      words.back().append(is_god(rest) ? "ul" : article(rest)).append(is_god(rest) ? "ah" : rest);
    } else if (auto whole = appended(words.back(), part); !whole.empty()) {
      waiting = false;
      words.back() = std::move(whole);
    } else {
      waiting = false;
      words.push_back(part);
    }
  }
  if (waiting) words.back() += 'u';  // still being typed
  return words;
}

bool is_left_out(std::string_view word) {
  return one_of(word,
                std::to_array<std::string_view>({"oglu", "oglo", "ogly", "qizi", "kizi", "gizi", "kyzy", "gyzy"}));
}

}  // namespace

std::vector<std::string> fold_words(std::string_view text) {
  std::vector<std::string> words;
  for (auto& word : joined(split(text))) {
    if (is_left_out(word) || words.size() == words_max) continue;
    if (begins_servant(word)) word = servant(std::move(word));
    word = ended(std::move(word));
    if (word.size() > letters_max) word.resize(letters_max);
    words.push_back(std::move(word));
  }
  return words;
}

std::vector<std::string> fold_parts(std::string_view text) {
  std::vector<std::string> parts;
  for (auto& part : split(text)) {
    if (part.size() <= 2 || is_article(part) || is_left_out(part) || parts.size() == words_max) continue;
    part = ended(std::move(part));
    if (part.size() > letters_max) part.resize(letters_max);
    parts.push_back(std::move(part));
  }
  return parts;
}

std::string fold_number(std::string_view text) {
  std::string letters, out;
  text = text.substr(0, text_bytes_max);
  while (!text.empty()) fold_point(take_point(text), letters);
  for (const char letter : letters)
    if (letter != parting && !is_arabic(letter) && out.size() < letters_max) out += letter;
  return out;
}

}  // namespace karvan::search
