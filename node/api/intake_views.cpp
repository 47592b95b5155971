#include "node/api/people.h"
#include "node/api/standing.h"
#include "node/api/views.h"
#include "node/core/rows.h"
#include "node/counter/replies.h"
#include "sync/catalogue/media.h"

namespace karvan::api {
namespace {

using counter::write_texts;

json::object write_question(const form::Form& form, const form::Question& question) {
  json::array choices;
  if (!question.list.empty())
    for (const auto& choice : form.choices(question))
      choices.push_back(json::object{{"name", choice.name}, {"label", write_texts(choice.label)}});
  json::object media;
  for (const auto& [kind, digests] : question.media) media[kind] = write_texts(digests);
  json::object o{{"kind", "question"},
                 {"name", question.name},
                 {"type", form::name_of(question.type)},
                 {"label", write_texts(question.label)},
                 {"hint", write_texts(question.hint)},
                 {"guidance", write_texts(question.guidance)},
                 {"media", std::move(media)},
                 {"appearance", question.appearance},
                 {"read_back", question.read_back},
                 {"capture", question.capture},
                 {"position", question.position},
                 {"card", question.card},
                 {"lookup", question.lookup},
                 {"from_document", question.from_document},
                 {"choices", std::move(choices)}};
  if (!question.mask.empty()) o["mask"] = question.mask;
  return o;
}

// Depth is bounded by form::group_depth_max.
json::array write_parts(const form::Form& form, const std::vector<form::Part>& parts) {
  json::array list;
  for (const auto& part : parts) {
    if (part.is_group) {
      const auto& group = form.groups()[part.index];
      json::object o{{"kind", group.repeat ? "repeat" : "group"},
                     {"name", group.name},
                     {"label", write_texts(group.label)},
                     {"appearance", group.appearance},
                     {"children", write_parts(form, group.children)}};
      if (group.repeat) o["counted"] = !group.repeat_count.empty();
      list.push_back(std::move(o));
      continue;
    }
    const auto& question = form.questions()[part.index];
    if (question.type != form::Type::calculate && question.type != form::Type::hidden)
      list.push_back(write_question(form, question));
  }
  return list;
}

json::object write_person(core::Book& book, const std::string& id) {
  return {{"id", id}, {"name", name_of_staff(book, id)}};
}

}  // namespace

Result<View> services(core::Core& core, const counter::By&, const Parameters&) {
  auto& book = core.book();
  const auto today = book.when().today;
  json::array list;
  for (const auto* service : book.catalogue().current(today)) {
    json::object institution{{"id", service->institution.id}, {"title", write_texts(service->institution.title)}};
    list.push_back(json::object{{"id", service->id},
                                {"version", service->version},
                                {"title", write_texts(service->title)},
                                {"institution", std::move(institution)},
                                {"fee", service->fee ? json::value(counter::write_money(*service->fee)) : nullptr}});
  }
  return View{json::write(list), {}, {}};
}

Result<View> service_form(core::Core& core, const counter::By&, const Parameters& parameters) {
  const auto* service = core.book().catalogue().version(parameters.path[0], parameters.path[1]);
  if (!service) return fail(Code::unknown_service, {{"service", parameters.path[0]}});
  const auto& languages = service->form.languages();
  json::object o{{"service", service->id},
                 {"version", service->version},
                 {"title", write_texts(service->title)},
                 {"languages", json::array(languages.begin(), languages.end())},
                 {"form", json::object{{"children", write_parts(service->form, service->form.children())}}}};
  return View{json::write(o), {}, {}};
}

Result<View> media(core::Core& core, const counter::By&, const Parameters& parameters) {
  TRY(auto stored, core.book().store().documents().get("media", parameters.path[0]));
  const auto type = stored ? catalogue::media_type(stored->bytes) : std::string_view{};
  if (type.empty()) return fail(Code::not_found, {{"media", parameters.path[0]}});
  return View{std::move(stored->bytes), {}, {}, std::string(type)};
}

Result<View> drafts(core::Core& core, const counter::By&, const Parameters&) {
  auto& book = core.book();
  TRY(auto rows, book.store().drafts().list(list_max));
  json::array list;
  for (const auto& row : rows) {
    const auto holder = core::read_holder(row.holder);
    const auto* service = book.catalogue().version(row.service, row.version);
    list.push_back(json::object{{"id", row.id},
                                {"service", row.service},
                                {"title", write_texts(service ? service->title : form::Texts{})},
                                {"who", row.title},
                                {"seat", holder.seat},
                                {"holder", write_person(book, holder.staff)},
                                {"updated", row.updated_ms}});
  }
  return View{json::write(list), {}, {}};
}

Result<View> draft(core::Core& core, const counter::By&, const Parameters& parameters) {
  auto& book = core.book();
  TRY(const auto* draft, book.draft(parameters.path[0]));
  const auto* service = book.catalogue().version(draft->pin.service, draft->pin.version);
  if (!service) return fail(Code::catalogue_missing, {{"service", draft->pin.service}});
  json::object o = counter::write_states(*service, draft->form);
  o["id"] = draft->id;
  o["service"] = draft->pin.service;
  o["version"] = draft->pin.version;
  o["seat"] = draft->seat;
  o["holder"] = write_person(book, draft->staff);
  o["seen"] = draft->seen;
  o["saved_at"] = draft->updated_ms;
  json::array attachments;
  for (const auto& attached : draft->attachments) attachments.push_back(write_attachment(attached));
  o["attachments"] = std::move(attachments);
  json::array looked_up;
  for (const auto& one : draft->looked_up) looked_up.push_back(counter::write_looked_up(one));
  o["looked_up"] = std::move(looked_up);
  o["parties"] = write_parties(*service, draft->shown, draft->form.answers());
  o["consent"] = write_consent(*service);
  o["summary"] = nullptr;
  if (draft->summary_seen == draft->seen && !draft->summary.empty())
    o["summary"] = json::object{{"number", draft->summary}, {"seen", draft->summary_seen}};
  return View{json::write(o), {}, {}};
}

}  // namespace karvan::api
