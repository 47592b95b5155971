#include "storage/model/act_json.h"
#include "storage/model/record.h"

namespace karvan::model {
namespace {

using json::array;
using json::object;

template <class T, class Write>
array write_all(const std::vector<T>& items, Write write) {
  array all;
  all.reserve(items.size());
  for (const auto& item : items) all.push_back(write(item));
  return all;
}

// Members that came later are absent where empty: what was written before them stays as it is.
template <class T, class Write>
void add_all(object& o, std::string_view key, const std::vector<T>& items, Write write) {
  if (!items.empty()) o[key] = write_all(items, write);
}

void add_author(object& o, const std::string& actor, HybridTime time) {
  if (!actor.empty()) o["actor"] = actor;
  if (time != HybridTime{}) o["time"] = to_text(time);
}

object write_candidate(const Candidate& candidate) {
  object o{{"value", candidate.value}, {"writer", candidate.writer}};
  add_author(o, candidate.actor, candidate.time);
  return o;
}

object write_said(const Said& said) { return {{"value", said.value}, {"writer", said.writer}}; }

object write_member(const Member& member) {
  object o{{"value", member.value}, {"writer", member.writer}};
  add_author(o, member.actor, member.time);
  if (!member.removed_by.empty()) o["removed"] = member.removed_by;
  return o;
}

object write_field(const Field& field) {
  object o{{"value", field.value}, {"writer", field.writer}, {"time", to_text(field.time)}};
  if (!field.actor.empty()) o["actor"] = field.actor;
  if (field.held) o["held"] = true;
  if (field.parallel) o["parallel"] = true;
  if (field.late) o["late"] = true;
  if (field.uncertain) o["uncertain"] = true;
  if (field.erased) o["erased"] = true;
  if (field.received_ms != 0) o["received"] = field.received_ms;
  add_all(o, "candidates", field.candidates, write_candidate);
  add_all(o, "replaced", field.replaced, write_candidate);
  add_all(o, "earlier", field.earlier, write_said);
  add_all(o, "members", field.members, write_member);
  return o;
}

object write_posting(const Posting& posting) {
  const Post& post = posting.post;
  object o{{"writer", posting.writer},    {"kind", post.kind},
           {"amount", post.amount.minor}, {"currency", post.amount.currency},
           {"tender", post.tender},       {"shift", post.shift},
           {"reason", post.reason}};
  if (!post.line.empty()) o["line"] = post.line;
  if (posting.suspense) o["suspense"] = true;
  return o;
}

object write_document(const Document& document) {
  return {{"writer", document.writer},        {"kind", document.serial.kind},
          {"number", document.serial.number}, {"state", document.state},
          {"reason", document.reason},        {"prints", array(document.prints.begin(), document.prints.end())}};
}

object write_milestone(const Milestone& milestone) {
  return {{"stage", milestone.stage},
          {"time", to_text(milestone.time)},
          {"actor", milestone.actor},
          {"writer", milestone.writer},
          {"round", milestone.round}};
}

template <class Act>
object write_dated(const Dated<Act>& dated) {
  object o = write_act(dated.act);
  o[writer_key<Act>] = dated.writer;
  add_author(o, dated.actor, dated.time);
  return o;
}

object write_return(const Return& returned) {
  object o = write_dated(returned.returned);
  o["round"] = returned.round;
  return o;
}

object write_resolution(const Resolution& resolution) {
  object o = write_dated(resolution.resolved);
  add_all(o, "among", resolution.among, write_candidate);
  if (resolution.late) o["late"] = true;
  return o;
}

object write_alarm(const Alarm& alarm) {
  object o{{"writer", alarm.writer}, {"what", alarm.what}};
  if (alarm.settled) o["settled"] = write_dated(*alarm.settled);
  return o;
}

}  // namespace

std::string write_record(const Record& record) {
  object fields;
  for (const auto& [name, field] : record.fields) fields[name] = write_field(field);
  object o{{"id", record.id},
           {"service", record.pin.service},
           {"version", record.pin.version},
           {"creator", record.creator},
           {"created", to_text(record.created)},
           {"round", record.round},
           {"fields", std::move(fields)},
           {"postings", write_all(record.postings, write_posting)},
           {"documents", write_all(record.documents, write_document)},
           {"milestones", write_all(record.milestones, write_milestone)},
           {"waiting", array(record.waiting.begin(), record.waiting.end())}};
  add_all(o, "early", record.early, write_milestone);
  add_all(o, "attachments", record.attachments, write_dated<Attached>);
  add_all(o, "shown", record.shown, write_dated<Shown>);
  add_all(o, "returns", record.returns, write_return);
  add_all(o, "resolutions", record.resolutions, write_resolution);
  add_all(o, "decisions", record.decisions, write_dated<Decided>);
  add_all(o, "handed_over", record.handed_over, write_dated<HandedOver>);
  add_all(o, "sheets", record.sheets, write_dated<Sheet>);
  if (record.closed) o["closed"] = write_dated(*record.closed);
  if (record.lease) o["lease"] = write_dated(*record.lease);
  add_all(o, "settled", record.settled, write_dated<Settled>);
  add_all(o, "erased", record.erased, write_dated<Erase>);
  add_all(o, "alarms", record.alarms, write_alarm);
  return json::write(o);
}

}  // namespace karvan::model
