#include "node/api/ending.h"
#include "node/api/history.h"
#include "node/api/offers.h"
#include "node/api/people.h"
#include "node/api/standing.h"
#include "node/api/views.h"
#include "node/counter/documents.h"
#include "node/counter/replies.h"
#include "sync/rules/due.h"
#include "sync/rules/fees.h"
#include "sync/rules/parties.h"
#include "sync/show/fields.h"
#include "sync/show/record.h"
#include "sync/show/stages.h"

namespace karvan::api {
namespace {

using counter::write_texts;

std::string_view name_of(catalogue::Policy policy) {
  if (policy == catalogue::Policy::issue) return "issue";
  return policy == catalogue::Policy::collect ? "collect" : "online";
}

json::value write_certificate(const catalogue::Service& service) {
  const auto* words = counter::certificate_of(service);
  if (!words) return nullptr;
  return json::object{{"kind", counter::serial_kind(service, words->kind)}, {"title", write_texts(words->title)}};
}

json::value write_charged(const counter::Application& app) {
  const auto fee = rules::fee_charged(app.record, *app.service);
  return fee ? json::value(counter::write_fee(*fee, rules::waived_of(app.record))) : json::value(nullptr);
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
                                {"what", show::names_of_acts(*op)},
                                {"mark", mark_of(line, marks)},
                                {"reason", line.reason}});
  }
  return list;
}

}  // namespace

Result<View> application(core::Core& core, const counter::By& by, const Parameters& parameters) {
  auto& book = core.book();
  TRY(auto app, book.application(parameters.path[0]));
  TRY(auto lines, book.store().log().of_record(app.record.id));
  TRY(auto marks, marks_of(book));
  TRY(auto prints, write_prints(book, app.record.id));
  TRY(auto attachments, write_attachments(book, app));
  const auto standing = standing_of(lines, marks, app.record);
  const auto names = names_in(book);
  auto offers = offers_of(book, by, app);
  json::object o{
      {"id", app.id},
      {"tracking", app.tracking()},
      {"service", app.service->id},
      {"version", app.service->version},
      {"title", write_texts(app.service->title)},
      {"who", app.who()},
      {"state", standing.state},
      {"reason", standing.reason},
      {"stages", write_stages(book, app)},
      {"fields", show::fields(app.record, app.service, names)},
      {"unanswered", show::unanswered(app.record, app.service, counter::context_of(book, app.id), false, names)},
      {"balance", show::balance(app.record)},
      {"documents", write_documents(app)},
      {"prints", std::move(prints)},
      {"acts", write_acts(book, lines, marks)},
      {"attachments", std::move(attachments)},
      {"parties", write_parties(*app.service, rules::shown_of(app.record), rules::answers_of(app.record))},
      {"consent", write_consent(*app.service)},
      {"returns", show::returns(app.record, names)},
      {"resolutions", show::resolutions(app.record, app.service, names)},
      {"decision", show::decision(app.record, names)},
      {"alarms", write_alarms(book.options().site.node, app, lines)},
      {"can", std::move(offers.can)},
      {"waits", std::move(offers.waits)},
      {"late", rules::is_late(app.record, *app.service, book.now_ms())},
      {"round", app.record.round},
      {"policy", name_of(app.service->policy)},
      {"certificate", write_certificate(*app.service)},
      {"repeats", write_repeats(book, app)},
      {"fee", write_charged(app)}};
  for (auto& [name, value] : write_ending(book, by, app)) o[name] = std::move(value);
  return View{json::write(o), {}, {}};
}

}  // namespace karvan::api
