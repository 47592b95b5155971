#include "tests/unit/node/counter/plain_service.h"

namespace karvan::counter::samples {

catalogue::Service plain_service() {
  auto service = rules::samples::service();
  auto definition = service.form.definition();
  definition.questions.resize(4);
  definition.children.resize(4);
  auto made = form::Form::make(std::move(definition));
  if (!made) throw std::runtime_error(describe(made.error()));
  service.form = *made;
  service.parties.clear();
  service.consent = {};
  service.templates.clear();
  service.numbering = {{"receipt", "receipt"}};
  return service;
}

void with_documents(catalogue::Service& service) {
  service.numbering["certificate"] = "domicile";
  catalogue::Template words;
  words.kind = "certificate";
  words.medium = "page";
  words.title = {{"en", "Domicile certificate"}};
  words.statement = {{"en", "${full_name} lives here."}};
  service.templates.push_back(words);
  for (auto& stage : service.stages)
    if (stage.id == "document_issued") stage.by = "desk";
}

void with_parties(catalogue::Service& service) {
  service.consent = {"c1", {{"en", "I agree."}}};
  catalogue::Party applicant;
  applicant.role = "applicant";
  applicant.shows = {"identity", "consent", "signature"};
  applicant.name = "full_name";
  catalogue::Party guardian;
  guardian.role = "guardian";
  guardian.shows = {"identity", "consent"};
  guardian.later = true;
  service.parties = {applicant, guardian};
}

}  // namespace karvan::counter::samples
