#include "tests/unit/sync/rules/sample_service.h"

namespace karvan::rules::samples {

form::Question question(std::string name, std::string merge, std::string constraint) {
  form::Question q;
  q.name = std::move(name);
  q.merge = std::move(merge);
  q.binds.constraint = std::move(constraint);
  return q;
}

form::Definition definition(std::string id) {
  form::Definition d;
  d.id = std::move(id);
  d.languages = {"en"};
  return d;
}

form::Form made(form::Definition definition) {
  auto readable = form::Form::make(std::move(definition));
  if (!readable) throw std::runtime_error(describe(readable.error()));
  return *readable;
}

form::Form form() {
  auto d = definition("domicile");
  d.questions = {question("full_name", "review"), question("phone", "newest"),
                 question("ruling", "centre"),    question("born", "review", ". <= today()"),
                 question("married", "review"),   question("spouse", "review", ". != ${full_name}"),
                 question("photo", "review"),     question("proof", "review")};
  d.questions[0].binds.required = "true()";
  d.questions[0].summary = true;
  d.questions[3].type = form::Type::date;
  d.questions[5].binds.relevant = "${married} = 'yes'";
  d.questions[6].type = form::Type::image;
  d.questions[6].capture = "camera";
  d.questions[6].binds.required = "${married} = 'yes'";
  d.questions[7].type = form::Type::file;
  d.questions[7].capture = "scanner";
  for (std::size_t i = 0; i < d.questions.size(); ++i) d.children.push_back({false, i});
  return made(std::move(d));
}

catalogue::Party party(std::string role, std::vector<std::string> shows, int least, bool later) {
  catalogue::Party p;
  p.role = std::move(role);
  p.shows = std::move(shows);
  p.least = p.most = least;
  p.later = later;
  return p;
}

catalogue::Service service() {
  catalogue::Service s{.id = "domicile", .version = "v1", .form = form()};
  s.title = {{"en", "Domicile certificate"}};
  s.institution = {"registry", {{"en", "Registry"}}};
  s.stages = catalogue::default_stages();
  catalogue::FeeLine fee;
  fee.id = "fee";
  fee.amount = {50'000, "PKR"};
  s.fees = {fee};
  s.numbering = {{"receipt", "receipt"}, {"certificate", "licence"}};
  s.consent.version = "2026-01";
  s.reopens = {stage_filed, stage_reviewed};
  s.parties = {party("applicant", {"identity", "consent"}, 1, false),
               party("guardian", {"identity", "signature"}, 2, true)};
  s.parties[1].bases = {"document", "witness", "none"};
  catalogue::Template receipt, certificate;
  receipt.kind = "receipt";
  receipt.lines = {{{"en", "For ${full_name}"}}};
  certificate.kind = "certificate";
  certificate.statement = {{"en", "${full_name} is of this district."}};
  s.templates = {receipt, certificate};
  return s;
}

}  // namespace karvan::rules::samples
