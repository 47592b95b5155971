#include <algorithm>
#include <set>

#include "node/api/views.h"
#include "node/counter/replies.h"
#include "storage/search/fold.h"
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
  for (auto& word : search::fold_words(service.summary(answers))) one.name.insert(std::move(word));
  for (const auto& question : service.form.questions()) {
    const bool birth = question.type == form::Type::date && question.personal == "identity";
    if (!birth || catalogue::is_repeated(service.form, question)) continue;
    auto answer = answers.find(question.name);
    if (answer != answers.end()) one.birth = answer->second;
    break;
  }
  return one;
}

Result<View> alike(core::Book& book, const Someone& wanted, const std::vector<store::Summary>& found) {
  json::array list;
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
  return View{json::write(list), {}, {}};
}

}  // namespace

Result<View> likely(core::Core& core, const counter::By&, const Parameters& parameters) {
  auto& book = core.book();
  TRY(const auto* draft, book.draft(parameters.path[0]));
  const auto* service = book.catalogue().version(draft->pin.service, draft->pin.version);
  if (!service) return fail(Code::catalogue_missing, {{"service", draft->pin.service}});
  const auto answers = draft->form.answers();
  auto wanted = someone(*service, answers);
  if (!wanted.known()) return View{"[]", {}, {}};
  View view;
  // A blank behind the name: it is whole.
  view.seek = core::Seek{
      service->summary(answers) + " ", looked_through,
      [wanted = std::move(wanted)](core::Core& asked, const counter::By&, const std::vector<store::Summary>& found) {
        return alike(asked.book(), wanted, found);
      }};
  return view;
}

}  // namespace karvan::api
