#include <algorithm>

#include "node/api/standing.h"
#include "node/api/views.h"
#include "node/counter/replies.h"

namespace karvan::api {
namespace {

using counter::write_texts;

json::array write_stages(core::Book& book, const counter::Application& app) {
  json::array list;
  for (const auto& stage : app.service->stages) {
    json::object o{{"id", stage.id},
                   {"number", stage.number},
                   {"title", write_texts(stage.title)},
                   {"reached_at", nullptr},
                   {"by", ""}};
    for (const auto& milestone : app.record.milestones) {
      if (milestone.stage != stage.id) continue;
      o["reached_at"] = milestone.time.ms;
      o["by"] = name_of_staff(book, milestone.actor);
    }
    list.push_back(std::move(o));
  }
  return list;
}

// The chosen answers' labels, in each language that the form has; null where the value speaks for itself.
json::value write_choices(const form::Form& form, const form::Question& question, std::string_view value) {
  using form::Type;
  if (question.type != Type::select_one && question.type != Type::select_multiple) return nullptr;
  json::object texts;
  for (const auto& language : form.languages()) {
    std::string text;
    for (const auto& choice : form.choices(question)) {
      const auto padded = " " + std::string(value) + " ";
      if (padded.find(" " + choice.name + " ") == padded.npos) continue;
      text += (text.empty() ? "" : ", ") + std::string(form::text_in(choice.label, language));
    }
    texts[language] = text;
  }
  return texts;
}

json::array write_fields(const counter::Application& app) {
  json::array list;
  const auto& form = app.service->form;
  for (const auto& question : form.questions()) {
    auto field = app.record.fields.find(question.name);
    if (field == app.record.fields.end() || question.type == form::Type::hidden) continue;
    list.push_back(json::object{{"name", question.name},
                                {"label", write_texts(question.label)},
                                {"value", field->second.value},
                                {"text", write_choices(form, question, field->second.value)},
                                {"held", field->second.held},
                                {"parallel", field->second.parallel}});
  }
  return list;
}

json::object write_balance(const model::Record& record) {
  const auto balance = model::balance(record);
  return {{"charged", balance.charged - balance.waived},
          {"received", balance.received - balance.refunded},
          {"open", balance.open()},
          {"currency", balance.currency}};
}

json::array write_documents(const model::Record& record) {
  json::array list;
  for (const auto& document : record.documents)
    list.push_back(json::object{{"kind", document.serial.kind},
                                {"number", document.serial.number},
                                {"state", document.state},
                                {"reason", document.reason},
                                {"prints", json::array(document.prints.begin(), document.prints.end())}});
  return list;
}

Result<json::array> write_prints(core::Book& book, const std::string& record) {
  TRY(auto rows, book.store().prints().of_record(record));
  json::array list;
  for (const auto& row : rows)
    list.push_back(
        json::object{{"id", row.id}, {"kind", row.serial.kind}, {"number", row.serial.number}, {"state", row.state}});
  return list;
}

std::string what(const model::Op& op) {
  std::string acts;
  auto add = [&](bool there, const std::string& name) {
    if (there) acts += (acts.empty() ? "" : " ") + name;
  };
  add(!op.set.empty(), "set");
  add(op.post.has_value(), "post");
  add(op.issue.has_value(), "issue");
  add(op.voided.has_value(), "void");
  add(op.printed.has_value(), "printed");
  add(!op.note.empty(), "note");
  add(!op.advance.empty(), "advance:" + op.advance);
  return acts;
}

json::array write_acts(core::Book& book, const std::vector<store::LogLine>& lines, const Marks& marks) {
  json::array list;
  for (const auto& line : lines) {
    auto op = line.erased ? Result<model::Op>(fail(Code::not_found)) : model::parse_op(line.line);
    if (!op) continue;
    list.push_back(json::object{{"op", model::to_text(op->id)},
                                {"time", op->time.ms},
                                {"by", name_of_staff(book, op->actor)},
                                {"what", what(*op)},
                                {"mark", mark_of(line, marks)},
                                {"reason", line.reason}});
  }
  return list;
}

}  // namespace

Result<View> application(core::Core& core, const counter::By&, const Parameters& parameters) {
  auto& book = core.book();
  TRY(auto app, book.application(parameters.path[0]));
  TRY(auto lines, book.store().log().of_record(app.record.id));
  TRY(auto marks, marks_of(book));
  TRY(auto prints, write_prints(book, app.record.id));
  const auto standing = standing_of(lines, marks);
  json::object o{{"id", app.id},
                 {"tracking", app.tracking()},
                 {"service", app.service->id},
                 {"version", app.service->version},
                 {"title", write_texts(app.service->title)},
                 {"who", app.who()},
                 {"state", standing.state},
                 {"reason", standing.reason},
                 {"stages", write_stages(book, app)},
                 {"fields", write_fields(app)},
                 {"balance", write_balance(app.record)},
                 {"documents", write_documents(app.record)},
                 {"prints", std::move(prints)},
                 {"acts", write_acts(book, lines, marks)}};
  return View{json::write(o), {}};
}

}  // namespace karvan::api
