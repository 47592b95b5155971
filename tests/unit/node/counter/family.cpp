#include "tests/unit/node/counter/family.h"

namespace karvan::counter::samples {

form::Form family_form() {
  form::Definition d;
  d.id = "family";
  d.languages = {"en", "ur"};
  auto group = [&](const char* name, const char* label, const char* count) {
    form::Group g;
    g.name = name;
    g.label = {{"en", label}};
    g.repeat = true;
    g.repeat_count = count;
    d.groups.push_back(g);
    d.children.push_back({true, d.groups.size() - 1});
    return d.groups.size() - 1;
  };
  auto ask = [&](const char* name, form::Type type, std::size_t in = form::no_group) -> form::Question& {
    form::Question q;
    q.name = name;
    q.type = type;
    q.label = {{"en", std::string("Label of ") + name}};
    q.group = in;
    auto& children = in == form::no_group ? d.children : d.groups[in].children;
    children.push_back({false, d.questions.size()});
    d.questions.push_back(q);
    return d.questions.back();
  };
  auto& name = ask("full_name", form::Type::text);
  name.binds.required = "true()";
  name.summary = true;
  name.from_document = "full_name";
  ask("old_number", form::Type::text).lookup = "domicile";
  ask("born", form::Type::date).from_document = "born";
  auto& sealed = ask("sealed", form::Type::text);
  sealed.from_document = "full_name";
  sealed.binds.read_only = "true()";
  const auto members = group("members", "Member", "");
  ask("member_name", form::Type::text, members).binds.required = "true()";
  d.questions.back().card = "full_name";
  auto& portrait = ask("portrait", form::Type::image, members);
  portrait.capture = "camera";
  auto& card = ask("card", form::Type::text, members);
  card.capture = "card_reader";
  ask("age", form::Type::integer, members);
  ask("children_count", form::Type::integer);
  const auto children = group("children", "Child", "${children_count}");
  ask("child_name", form::Type::text, children);
  auto made = form::Form::make(std::move(d));
  if (!made) throw std::runtime_error(describe(made.error()));
  return *made;
}

void with_family(catalogue::Service& service) {
  service.form = family_form();
  catalogue::FeeLine line;
  line.id = "members";
  line.title = {{"en", "For each member"}};
  line.amount = {0, "PKR"};
  line.formula = "count(${member_name}) * 100";
  line.exemptions = {{"${born} < date('1960-01-01')", {{"en", "The old"}}}};
  line.depends_on = {"member_name"};
  catalogue::FeeLine fast;
  fast.id = "urgent";
  fast.amount = {20'000, "PKR"};
  fast.waivable = false;
  service.fees = {line, fast};
}

FamilyDesk::FamilyDesk(const Changed& also)
    : DeskWorld([&](catalogue::Service& service) {
        with_documents(service);
        with_family(service);
        if (also) also(service);
      }) {}

Decision FamilyDesk::answer(const std::string& id, const std::map<std::string, std::string>& set) {
  return must(ChangeDraft{by(), id, seen(id), set});
}

Decision FamilyDesk::added(const std::string& id, const std::string& repeat) {
  return must(AddInstance{by(), id, seen(id), repeat});
}

std::string FamilyDesk::member(const std::string& id, const std::string& name) {
  const auto instance = std::string(added(id).reply.at("instance").as_string());
  if (!name.empty()) answer(id, {{instance + "/member_name", name}});
  return instance;
}

std::string FamilyDesk::filed_family() {
  const auto id = started();
  member(id, "Bibi");
  member(id, "Omar");
  must(FileDraft{by(), id, seen(id), ""});
  return id;
}

std::string FamilyDesk::value(const std::string& id, const std::string& key) {
  const auto found = of(id).fields.find(key);
  return found == of(id).fields.end() ? "" : found->second.value;
}

}  // namespace karvan::counter::samples
