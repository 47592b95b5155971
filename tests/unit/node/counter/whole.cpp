#include "tests/unit/node/counter/whole.h"

namespace karvan::counter::samples {

form::Form with_pictures() {
  auto definition = plain_service().form.definition();
  auto add = [&](const char* name, const char* capture, const char* required) {
    form::Question question;
    question.name = name;
    question.type = form::Type::image;
    question.capture = capture;
    question.binds.required = required;
    definition.children.push_back({false, definition.questions.size()});
    definition.questions.push_back(question);
  };
  add("paper", "scanner", "true()");
  add("thumb", "fingerprint", "");
  auto made = form::Form::make(std::move(definition));
  if (!made) throw std::runtime_error(describe(made.error()));
  return *made;
}

WholeDesk::WholeDesk(const Changed& also)
    : DeskWorld([&](catalogue::Service& service) {
        with_documents(service);
        with_parties(service);
        service.form = with_pictures();
        if (also) also(service);
      }) {}

void WholeDesk::captured(const std::string& id, const std::string& question, char digit) {
  auto& draft = drafts.at(id);
  ASSERT_TRUE(draft.form.set(question, hash(digit)));
  std::erase_if(draft.attachments, [&](const auto& a) { return a.name == question; });
  draft.attachments.push_back({question, hash(digit), 1'000, "image/jpeg", {}});
  ++draft.seen;
}

void WholeDesk::show(const std::string& draft, const std::string& role, const std::string& what, const std::string& how,
                     const std::string& of) {
  must(ShowParty{by(), draft, "", {role, 1, what, how, "", "", of}});
}

std::string WholeDesk::summary(const std::string& draft) {
  return std::string(must(PrintSummary{by(), draft, seen(draft), ""}).reply.at("summary").as_string());
}

std::string WholeDesk::ready() {
  auto id = started();
  captured(id, "paper", 'a');
  show(id, "applicant", "identity", "card", "35202-1234567-1");
  show(id, "applicant", "consent", "", "c1");
  show(id, "applicant", "signature", "thumb", summary(id));
  return id;
}

std::string WholeDesk::filed() {
  auto id = ready();
  must(FileDraft{by(), id, seen(id), ""});
  return id;
}

std::string WholeDesk::paid() {
  auto id = filed();
  must(TakePayment{by(), id, "cash", {50'000, "PKR"}, ""});
  return id;
}

void WholeDesk::decide_at_centre(const std::string& id, const std::string& outcome) {
  of(id).decisions.push_back({{outcome, outcome == "refused" ? "no proof" : "", "F-1"}, "centre/e/1", "officer", {}});
  for (auto stage : {"received_by_centre", "accepted_by_institution", "decided"})
    of(id).milestones.push_back({stage, {now, 0}, "officer", "centre/e/1", of(id).round});
}

void WholeDesk::hold(const std::string& id, const std::string& field) {
  of(id).fields[field].held = true;
  of(id).fields[field].candidates.push_back({"Somebody Else", "centre/e/9", "clerk", {now, 0}});
}

}  // namespace karvan::counter::samples
