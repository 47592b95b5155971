#include <algorithm>
#include <stdexcept>

#include "tests/oracle/agreement/service.h"

// One service twice: for the judge with expressions, for the oracle with functions.
namespace karvan::agreement {
namespace {

form::Question question(std::string name, std::string merge) {
  form::Question q;
  q.name = std::move(name);
  q.merge = std::move(merge);
  return q;
}

form::Form compiled() {
  form::Definition d;
  d.id = "license";
  d.default_language = "en";
  d.languages = {"en"};
  d.lists["papers"] = {{"a"}, {"b"}, {"c"}, {"d"}};
  d.questions = {question("name", "review"),   question("phone", "newest"),   question("ruling", "centre"),
                 question("papers", "union"),  question("married", "newest"), question("spouse", "review"),
                 question("low", "newest"),    question("high", "newest"),    question("line", "review"),
                 question("m_name", "review"), question("m_phone", "newest")};
  d.questions[3].type = form::Type::select_multiple;
  d.questions[3].list = "papers";
  d.questions[5].binds.relevant = "${married} = '1'";
  d.questions[5].binds.constraint = ". != ${name}";
  d.questions[6].binds.constraint = "${high} = '' or number(.) <= number(${high})";
  d.questions[8].type = form::Type::calculate;
  d.questions[8].binds.calculation = "concat(${name}, '/', ${phone})";
  for (std::size_t i = 0; i < 9; ++i) d.children.push_back({false, i});
  form::Group members;
  members.name = "members";
  members.repeat = true;
  members.children = {{false, 9}, {false, 10}};
  d.questions[9].group = d.questions[10].group = 0;
  d.groups = {members};
  d.children.push_back({true, 0});
  auto made = form::Form::make(std::move(d));
  if (!made) throw std::runtime_error(describe(made.error()));
  return *made;
}

std::string at(const Answers& answers, const std::string& key) {
  auto found = answers.find(key);
  return found == answers.end() ? std::string{} : found->second;
}

}  // namespace

const catalogue::Service& service() {
  static const catalogue::Service made = [] {
    catalogue::Service s{.id = "license", .version = "v1", .form = compiled()};
    s.title = {{"en", "Licence"}};
    s.institution = {"registry", {{"en", "Registry"}}};
    auto stage = [](const char* id, int number, std::vector<std::string> needs) {
      return catalogue::Stage{id, number, {{"en", id}}, std::move(needs), 0, "desk"};
    };
    s.stages = {stage("filed", 1, {}), stage("checked", 2, {"filed"}), stage("looked", 3, {"filed"}),
                stage("ready", 4, {"checked", "looked"}), stage("sent", 5, {"ready"})};
    s.reopens = {"looked", "ready"};
    catalogue::FeeLine fee;
    fee.id = "fee";
    fee.amount = {500, "PKR"};
    s.fees = {fee};
    return s;
  }();
  return made;
}

const Form& form() {
  static const Form made = [] {
    Form f;
    f.questions["name"] = {"review"};
    f.questions["phone"] = {"newest"};
    f.questions["ruling"] = {"centre"};
    f.questions["papers"] = {"union"};
    f.questions["married"] = {"newest"};
    f.questions["spouse"] = {"review", [](const Answers& a) { return at(a, "married") == "1"; },
                             [](const Answers& a) { return at(a, "spouse") != at(a, "name"); }};
    f.questions["low"] = {"newest", {}, [](const Answers& a) {
                            return at(a, "high").empty() || std::stoi(at(a, "low")) <= std::stoi(at(a, "high"));
                          }};
    f.questions["high"] = {"newest"};
    f.questions["line"] = {"review", {}, {}, [](const Answers& a) { return at(a, "name") + "/" + at(a, "phone"); }};
    f.repeat = "members";
    f.merge_in_repeat = {{"m_name", "review"}, {"m_phone", "newest"}};
    return f;
  }();
  return made;
}

rules::Staff staff(const std::string& id) {
  rules::Staff s;
  s.id = s.name = id;
  s.role = id.starts_with("clerk") ? rules::Role::clerk : rules::Role::supervisor;
  s.active = true;
  return s;
}

rules::Context context_of(const model::Op& op, std::int64_t received_ms) {
  rules::Context c;
  c.service = &service();
  c.form = {"2026-11-21", "2026-11-21T12:00:00.000Z"};
  c.form.seed = op.of;
  c.now_ms = received_ms;
  return c;
}

}  // namespace karvan::agreement
