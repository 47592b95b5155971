#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/central/author/choices.h"
#include "sync/central/author/sheet.h"

// What a survey names outside of itself: CSV files that it chooses from or looks into, pictures and sounds.
namespace karvan::central::author {

class Outside {
 public:
  Outside(const SheetFiles& files, std::string default_language, std::vector<Fault>& all)
      : files_(files), default_language_(std::move(default_language)), all_(all) {}

  // The list of `select_one_from_file`, read once for each choice of columns; its name in Definition::lists, or nothing
  // where there is no such file: the row's fault is the caller's to tell, the file's own are told here.
  std::optional<std::string> list(const std::string& file, const ChoiceFileColumns& columns, Lists& into);

  // Every pulldata() of an expression: its columns are taken into the form's tables. What is not there is left out, so
  // that form::parse refuses it in its place.
  void take_tables(std::string_view expression, std::map<std::string, form::Table, std::less<>>& into);

  // What is wrong with a picture, sound or film below media/; no words where nothing is.
  struct Words {
    std::string what, instead;
  };
  std::optional<Words> media_fault(std::string_view kind, const std::string& file) const;

 private:
  const SheetRows* rows_of(const std::string& file);

  const SheetFiles& files_;
  std::string default_language_;
  std::vector<Fault>& all_;
  std::map<std::string, std::optional<SheetRows>> read_;
};

}  // namespace karvan::central::author
