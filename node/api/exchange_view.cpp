#include "node/api/salvages.h"
#include "node/api/standing.h"
#include "node/api/views.h"
#include "storage/model/tracking.h"

namespace karvan::api {
namespace {

constexpr std::size_t troubles_shown_max = 200;
constexpr std::size_t files_shown_max = 20;

json::value time_or_null(std::int64_t ms) { return ms > 0 ? json::value(ms) : json::value(nullptr); }

Result<json::object> write_marks(core::Book& book, const Marks& marks) {
  std::uint64_t sent = 0, received = 0, safe = 0, total = 0;
  for (const auto& [epoch, at] : marks) {
    sent += at.sent;
    received += at.received;
    safe += at.safe;
    total += at.last;
  }
  TRY(auto unsettled, book.store().log().count_unsettled());
  return json::object{
      {"sent", sent}, {"received", received}, {"settled", total - unsettled}, {"safe", safe}, {"total", total}};
}

// Everything up to this time is at the centre: just before the oldest operation that is not, or the last exchange.
Result<std::int64_t> complete_until(core::Core& core) {
  auto log = core.book().store().log();
  TRY(auto epochs, log.marks());
  for (const auto& epoch : epochs) {
    if (epoch.received == epoch.last) continue;
    TRY(auto line, log.line(epoch.epoch, epoch.received + 1));
    auto op = line ? model::parse_op(line->line) : Result<model::Op>(fail(Code::not_found));
    return op ? op->time.ms - 1 : 0;
  }
  return core.link().last_ms();
}

json::object write_trouble(const store::LogLine& line, const std::string& node) {
  auto record = model::parse_record_id(line.of);
  return {{"application", record ? record->id : ""},
          {"tracking", model::tracking_of(line.of)},
          {"op", model::to_text(model::OpId{node, line.epoch, line.seq})},
          {"fate", model::name_of(line.fate)},
          {"reason", line.reason}};
}

json::object write_file(const store::Attachment& file, const std::string& office) {
  return {{"application", file.of},
          {"tracking", model::tracking_of(model::to_text(model::RecordId{office, "application", file.of}))},
          {"question", file.attached.name},
          {"hash", file.attached.hash},
          {"bytes", file.attached.bytes},
          {"offset", file.offset},
          {"state", file.state}};
}

json::value write_taking(const core::Link& link) {
  const auto& progress = link.progress();
  if (!progress) return nullptr;
  return json::object{{"taken", progress->taken}, {"left", progress->left}};
}

json::array write_not_taken(const core::Link& link) {
  json::array list;
  for (const auto& [epoch, refusal] : link.refusals())
    list.push_back(json::object{{"epoch", epoch}, {"seq", refusal.seq}, {"reason", refusal.code}});
  return list;
}

Result<json::array> write_refused(const core::Book& book) {
  TRY(const auto refused, book.refused_documents());
  json::array list;
  for (const auto& [kind, name, reason] : refused)
    list.push_back(json::object{{"kind", kind}, {"name", name}, {"reason", reason}});
  return list;
}

json::object write_stick(const core::StickState& stick) {
  return {{"doing", stick.doing},
          {"did", stick.did},
          {"at", time_or_null(stick.at_ms)},
          {"file", stick.file},
          {"operations", stick.operations},
          {"files", stick.files},
          {"files_left", stick.files_left},
          {"news", stick.news},
          {"fault", stick.fault ? json::value(name_of(*stick.fault)) : json::value(nullptr)}};
}

json::value write_unclaimed(const core::Unclaimed& unclaimed) {
  if (unclaimed.files == 0) return nullptr;
  return json::object{{"files", unclaimed.files}, {"bytes", unclaimed.bytes}, {"full", unclaimed.full}};
}

}  // namespace

Result<View> exchange_state(core::Core& core, const counter::By&, const Parameters&) {
  auto& book = core.book();
  TRY(auto marks, marks_of(book));
  TRY(auto counts, write_marks(book, marks));
  TRY(auto until, complete_until(core));
  TRY(auto troubled, book.store().log().troubled(troubles_shown_max));
  json::array waiting;
  for (const auto& line : troubled) waiting.push_back(write_trouble(line, book.site().node));
  TRY(auto unsent, book.store().attachments().unsent(files_shown_max));
  json::array files;
  for (const auto& file : unsent) files.push_back(write_file(file, book.site().office));
  json::object cursors;
  const std::pair<std::string, std::string> feeds[] = {
      {"office", book.office_feed()}, {"reference", "reference"}, {"node", "node"}};
  for (const auto& [name, feed] : feeds) {
    TRY(auto cursor, book.store().cursors().get(feed));
    cursors[name] = cursor.position;
  }
  json::object o{{"link", write_link(book, core.link())},
                 {"cursors", std::move(cursors)},
                 {"marks", std::move(counts)},
                 {"last_at", time_or_null(core.link().last_ms())},
                 {"complete_until", time_or_null(until)},
                 {"taking", write_taking(core.link())},
                 {"not_taken", write_not_taken(core.link())},
                 {"stick", write_stick(core.stick())},
                 {"waiting", std::move(waiting)},
                 {"files", std::move(files)}};
  TRY(o["refused"], write_refused(book));
  TRY(o["salvages"], write_salvages(book, Salvages::all));
  o["unclaimed"] = write_unclaimed(book.unclaimed());
  return View{json::write(o), {}, {}};
}

}  // namespace karvan::api
