#include "node/api/standing.h"
#include "node/api/views.h"
#include "node/counter/replies.h"
#include "sync/rules/shown.h"

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

json::array write_fields(const counter::Application& app) {
  json::array list;
  const auto& form = app.service->form;
  for (const auto& question : form.questions()) {
    auto field = app.record.fields.find(question.name);
    if (field == app.record.fields.end() || question.type == form::Type::hidden) continue;
    list.push_back(json::object{{"name", question.name},
                                {"label", write_texts(question.label)},
                                {"value", field->second.value},
                                {"text", rules::show_choice(form, question, field->second.value)},
                                {"held", field->second.held},
                                {"parallel", field->second.parallel}});
  }
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

json::array write_acts(core::Book& book, const std::vector<store::LogLine>& lines, const Marks& marks) {
  json::array list;
  for (const auto& line : lines) {
    auto op = line.erased ? Result<model::Op>(fail(Code::not_found)) : model::parse_op(line.line);
    if (!op) continue;
    list.push_back(json::object{{"op", model::to_text(op->id)},
                                {"time", op->time.ms},
                                {"by", name_of_staff(book, op->actor)},
                                {"what", rules::names_of_acts(*op)},
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
                 {"balance", rules::show_balance(app.record)},
                 {"documents", rules::show_documents(app.record)},
                 {"prints", std::move(prints)},
                 {"acts", write_acts(book, lines, marks)}};
  return View{json::write(o), {}};
}

}  // namespace karvan::api
