#include "sync/form/form.h"

#include <algorithm>
#include <array>

#include "storage/model/json.h"
#include "sync/form/plan.h"

namespace karvan::form {

namespace {

constexpr std::array type_names = {
    "text", "integer",   "decimal", "date",        "time",  "dateTime", "select_one", "select_multiple",
    "note", "calculate", "hidden",  "acknowledge", "image", "file",     "geopoint",   "barcode"};
static_assert(type_names.size() == static_cast<std::size_t>(Type::barcode) + 1);

constexpr std::array<std::string_view, 6> metas = {"", "start", "end", "today", "deviceid", "username"};

tl::unexpected<Error> too_much(std::string_view what, std::size_t most, std::string where) {
  return fail(Code::form_broken, {{"what", std::string(what)}, {"most", std::to_string(most)}}, std::move(where));
}

std::size_t depth_of(const Definition& d, std::size_t group) {
  std::size_t depth = 0;
  for (; group != no_group && depth <= group_depth_max; group = d.groups[group].group) ++depth;
  return depth;
}

Result<void> check_limits(const Definition& d) {
  if (d.questions.size() + d.groups.size() > questions_max) return too_much("too_many_questions", questions_max, d.id);
  for (std::size_t g = 0; g < d.groups.size(); ++g) {
    const std::string& name = d.groups[g].name;
    if (d.groups[g].group != no_group && d.groups[g].group >= g)
      return fail(Code::form_broken, {{"what", "group"}}, name);
    if (depth_of(d, g) > group_depth_max) return too_much("groups_too_deep", group_depth_max, name);
  }
  for (const auto& [name, list] : d.lists) {
    if (list.size() > choices_max) return too_much("too_many_choices", choices_max, name);
  }
  for (const auto& [name, table] : d.tables) {
    if (table.rows.size() > table_rows_max) return too_much("too_many_rows", table_rows_max, name);
    for (const auto& row : table.rows) {
      if (row.size() != table.columns.size()) return fail(Code::form_broken, {{"what", "table"}}, name);
    }
  }
  return {};
}

Result<void> check_question(const Definition& d, const Question& q) {
  if (q.group != no_group && q.group >= d.groups.size()) return fail(Code::form_broken, {{"what", "group"}}, q.name);
  bool select = q.type == Type::select_one || q.type == Type::select_multiple;
  if (select && !d.lists.contains(q.list)) return fail(Code::form_broken, {{"what", "unknown_list"}}, q.name);
  if (!q.capture.empty() && q.capture != "card_reader" && !is_attachment(q.type))
    return fail(Code::form_broken, {{"what", "capture"}}, q.name);
  const bool known = std::find(metas.begin(), metas.end(), q.meta) != metas.end();
  if (!known) return fail(Code::form_broken, {{"what", "meta"}}, q.name);
  return {};
}

// Takes the leading "REPEAT/ID/" pairs off a key and tells the innermost repeat that they lead into: no_group for none,
// nothing where they lead nowhere.
std::optional<std::size_t> scope_of_key(const Plan& plan, std::string_view& key) {
  std::size_t around = no_group;
  for (std::size_t at; (at = key.find('/')) != std::string_view::npos;) {
    auto found = plan.group_names.find(key.substr(0, at));
    key.remove_prefix(at + 1);
    at = key.find('/');
    if (found == plan.group_names.end() || at == std::string_view::npos || !is_instance_id(key.substr(0, at)))
      return std::nullopt;
    const Group& group = plan.groups[found->second];
    if (!group.repeat || plan.group_scope[found->second] != around) return std::nullopt;
    around = found->second;
    key.remove_prefix(at + 1);
  }
  return around;
}

}  // namespace

std::string_view text_in(const Texts& texts, std::string_view language) {
  for (std::string_view wanted : {language, std::string_view("en")}) {
    auto found = texts.find(std::string(wanted));
    if (found != texts.end()) return found->second;
  }
  return texts.empty() ? std::string_view() : std::string_view(texts.begin()->second);
}

std::string_view name_of(Type type) { return type_names[static_cast<std::size_t>(type)]; }

std::optional<Type> parse_type(std::string_view name) {
  auto found = std::find(type_names.begin(), type_names.end(), name);
  if (found == type_names.end()) return std::nullopt;
  return static_cast<Type>(found - type_names.begin());
}

Result<Form> Form::make(Definition definition) {
  TRY_VOID(check_limits(definition));
  for (const Question& question : definition.questions) TRY_VOID(check_question(definition, question));
  auto plan = std::make_shared<Plan>();
  static_cast<Definition&>(*plan) = std::move(definition);
  TRY_VOID(complete(*plan));
  return Form(std::move(plan));
}

Result<Form> Form::read(const boost::json::object& compiled) {
  TRY(auto definition, read_definition(compiled));
  return make(std::move(definition));
}

Result<Form> Form::load(std::string_view compiled_json) {
  TRY(auto object, json::parse_object(compiled_json, form_bytes_max));
  return read(object);
}

const Definition& Form::definition() const { return *plan_; }
const std::string& Form::id() const { return plan_->id; }
const Texts& Form::title() const { return plan_->title; }
const std::string& Form::default_language() const { return plan_->default_language; }
const std::vector<std::string>& Form::languages() const { return plan_->languages; }
const std::vector<Question>& Form::questions() const { return plan_->questions; }
const std::vector<Group>& Form::groups() const { return plan_->groups; }
const std::vector<Part>& Form::children() const { return plan_->children; }

bool is_instance_id(std::string_view id) {
  return !id.empty() && id.size() <= instance_id_bytes_max &&
         std::all_of(id.begin(), id.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

const Question* Form::question(std::string_view key) const {
  const bool bare = key.find('/') == std::string_view::npos;
  auto around = scope_of_key(*plan_, key);
  auto found = plan_->question_names.find(key);
  if (!around || found == plan_->question_names.end()) return nullptr;
  return bare || plan_->question_scope[found->second] == *around ? &plan_->questions[found->second] : nullptr;
}

const Group* Form::repeat(std::string_view key) const {
  auto around = scope_of_key(*plan_, key);
  auto found = plan_->group_names.find(key);
  if (!around || found == plan_->group_names.end()) return nullptr;
  const Group& group = plan_->groups[found->second];
  return group.repeat && plan_->group_scope[found->second] == *around ? &group : nullptr;
}

bool Form::has_key(std::string_view key) const {
  std::string_view name = key;
  auto around = scope_of_key(*plan_, name);
  if (!around) return false;
  auto question = plan_->question_names.find(name);
  if (question != plan_->question_names.end()) return plan_->question_scope[question->second] == *around;
  return repeat(key) != nullptr;
}

const Group* Form::group(std::string_view name) const {
  auto found = plan_->group_names.find(name);
  return found == plan_->group_names.end() ? nullptr : &plan_->groups[found->second];
}

const std::vector<Choice>& Form::choices(const Question& question) const {
  return plan_->choices_of(static_cast<std::size_t>(&question - plan_->questions.data()));
}

}  // namespace karvan::form
