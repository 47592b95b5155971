#pragma once
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "sync/central/author/directory.h"
#include "sync/central/author/xlsform.h"

// The forms of tests/data/forms: a folder each, `supported` ones that compile, `refused` ones with their faults in
// faults.txt.
namespace karvan::central::author {

inline const Files& forms_in(const std::string& kind) {
  static std::map<std::string, Files> read;
  auto& files = read[kind];
  if (files.empty()) files = read_directory("tests/data/forms/" + kind).value();
  return files;
}

inline std::set<std::string> folders_in(const std::string& kind) {
  std::set<std::string> out;
  for (const auto& [path, bytes] : forms_in(kind)) out.insert(path.substr(0, path.find('/')));
  return out;
}

inline std::string faults_told(const std::vector<Fault>& faults) {
  std::string out;
  for (const Fault& fault : faults) out += describe(fault) + "\n";
  return out;
}

inline std::string text_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The form of a folder; its faults where it is refused.
inline tl::expected<form::Definition, std::string> compiled(const Files& files, const std::string& folder) {
  std::vector<Fault> faults;
  auto form = compile_form(sheet_files(files, folder), faults);
  if (!form) return tl::unexpected(faults_told(faults));
  return std::move(*form);
}

// A form of one sheet, in CSV.
inline tl::expected<form::Definition, std::string> compiled_survey(const std::string& survey,
                                                                   const std::string& choices = {}) {
  Files files{{"s/survey.csv", survey}};
  if (!choices.empty()) files.emplace("s/choices.csv", choices);
  return compiled(files, "s");
}

}  // namespace karvan::central::author
