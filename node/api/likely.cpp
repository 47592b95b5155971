#include <algorithm>
#include <set>

#include "node/api/views.h"
#include "node/core/rows.h"
#include "node/counter/replies.h"
#include "sync/rules/check.h"

// Who has been here before, likely: the same name and date of birth as in a draft. A suggestion, never a hold.
namespace karvan::api {
namespace {

constexpr std::size_t looked_through = 64;
constexpr std::size_t likely_max = 5;

struct Someone {
  std::set<std::string> name;  // its words, folded, in any order
  std::string birth;
  bool known() const { return !name.empty() && !birth.empty(); }
  bool operator==(const Someone&) const = default;
};

Someone someone(const catalogue::Service& service, const form::Answers& answers) {
  Someone one;
  for (auto& word : core::search_words(service.summary(answers))) one.name.insert(std::move(word));
  for (const auto& question : service.form.questions()) {
    const bool birth = question.type == form::Type::date && question.personal == "identity";
    if (!birth || catalogue::is_repeated(service.form, question)) continue;
    auto answer = answers.find(question.name);
    if (answer != answers.end()) one.birth = answer->second;
    break;
  }
  return one;
}

const std::string& longest(const std::set<std::string>& words) {
  return *std::max_element(words.begin(), words.end(),
                           [](const auto& a, const auto& b) { return a.size() < b.size(); });
}

Result<json::array> alike(core::Book& book, const Someone& wanted) {
  json::array list;
  if (!wanted.known()) return list;
  TRY(auto found, book.store().records().search(longest(wanted.name), looked_through));
  for (const auto& summary : found) {
    auto id = model::parse_record_id(summary.id);
    if (list.size() == likely_max || summary.kind != "application" || !id) continue;
    auto app = book.application(id->id);
    if (!app || someone(*app->service, rules::answers_of(app->record)) != wanted) continue;
    list.push_back(json::object{{"application", app->id},
                                {"tracking", app->tracking()},
                                {"title", counter::write_texts(app->service->title)},
                                {"who", app->who()},
                                {"state", summary.state},
                                {"updated", summary.updated_ms}});
  }
  return list;
}

}  // namespace

Result<View> likely(core::Core& core, const counter::By&, const Parameters& parameters) {
  auto& book = core.book();
  TRY(const auto* draft, book.draft(parameters.path[0]));
  const auto* service = book.catalogue().version(draft->pin.service, draft->pin.version);
  if (!service) return fail(Code::catalogue_missing, {{"service", draft->pin.service}});
  TRY(auto list, alike(book, someone(*service, draft->form.answers())));
  return View{json::write(list), {}, {}};
}

}  // namespace karvan::api
