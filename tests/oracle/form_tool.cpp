// karvan-form-tool: compiles XLSForm folders, gives each as an ODK XForm, and runs scenarios on it. One JSON object on
// stdin, one on stdout; see README.md. Test-only.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "sync/central/author/xform.h"
#include "sync/central/author/xlsform.h"
#include "tests/oracle/scenario.h"

namespace {

using namespace karvan;
namespace author = central::author;

constexpr std::size_t request_bytes_max = 16 << 20;

author::SheetFiles files_in(const std::filesystem::path& folder) {
  std::map<std::string, std::string, std::less<>> files;
  const std::string name = folder.filename().string();
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    files[name + "/" + entry.path().filename().string()] = std::string(std::istreambuf_iterator<char>(in), {});
  }
  return author::sheet_files(files, name);
}

json::object refused(json::array faults) { return {{"faults", std::move(faults)}}; }

json::object answer(const json::object& asked, const form::Context& context) {
  std::vector<author::Fault> faults;
  auto definition = author::compile_form(files_in(json::string_or(asked, "folder")), faults);
  if (!definition) {
    json::array words;
    for (const author::Fault& fault : faults) words.push_back(json::value(author::describe(fault)));
    return refused(std::move(words));
  }
  auto form = form::Form::make(*definition);
  if (!form) return refused({json::value(describe(form.error()))});
  json::object out{{"xml", author::write_xform(form->definition())}};
  json::array runs;
  if (auto scenarios = json::array_at(asked, "scenarios")) {
    for (const json::value& scenario : **scenarios) runs.push_back(oracle::run(*form, scenario.as_object(), context));
  }
  out["runs"] = std::move(runs);
  return out;
}

Result<json::object> answer_all(const std::string& request) {
  TRY(json::object asked, json::parse_object(request, request_bytes_max));
  TRY(const json::object* c, json::object_at(asked, "context"));
  form::Context context{json::string_or(*c, "today"), json::string_or(*c, "now"), json::string_or(*c, "seed"),
                        json::string_or(*c, "device"), json::string_or(*c, "user")};
  TRY(const json::array* forms, json::array_at(asked, "forms"));
  json::array answers;
  for (const json::value& one : *forms) answers.push_back(answer(one.as_object(), context));
  return json::object{{"forms", std::move(answers)}};
}

}  // namespace

int main() {
  const std::string request(std::istreambuf_iterator<char>(std::cin), {});
  auto answered = answer_all(request);
  if (!answered) {
    std::fprintf(stderr, "karvan-form-tool: %s\n", describe(answered.error()).c_str());
    return 1;
  }
  std::cout << json::write(*answered) << '\n';
  return 0;
}
