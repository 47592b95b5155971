#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/central/author/known_words.h"
#include "sync/central/author/toml_reader.h"
#include "sync/form/form.h"

// What the parts of service.toml share: words that must be known ones, names of questions, expressions over the form.
namespace karvan::central::author {

using KnownWords = std::vector<std::string_view>;

inline const KnownWords roles = {"operator", "supervisor", "technician", "clerk", "auditor", "officer"};
inline const KnownWords reachers = {"desk", "supervisor", "centre", "institution"};

// The word under a key; a fault, and `otherwise`, where it is none of these. Absent: `otherwise`.
std::string known(TomlReader& reader, const std::string& key, const KnownWords& words, std::string_view otherwise);
std::vector<std::string> known_list(TomlReader& reader, const std::string& key, const KnownWords& words);

// Where the form's own sheets have faults it is absent, and what would need it is not checked.
using KnownForm = std::optional<form::Form>;

// A fault where the form has no such question, or has it in a repeat: there it has many answers.
void check_question(TomlReader& reader, const std::string& key, const std::string& name, const KnownForm& form);
// An XPath over the form under a key; absent: empty. A fault where it does not parse, or gives another result each
// time.
std::string xpath(TomlReader& reader, const std::string& key, bool must, const KnownForm& form);

}  // namespace karvan::central::author
