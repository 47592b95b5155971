#include "storage/model/act_json.h"
#include "storage/model/json_text.h"
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

// Of most fields the record says itself who wrote them and when: whoever created it, then.
bool is_first_said(const Record& record, const Field& field) {
  return field.writer == record.creator && field.time == record.created;
}

std::string_view creator_actor(const Record& record) {
  for (const auto& [name, field] : record.fields)
    if (is_first_said(record, field)) return field.actor;
  return {};
}

bool is_plain(const Record& record, const Field& field, std::string_view actor) {
  const bool marked = field.held || field.parallel || field.late || field.uncertain || field.erased ||
                      field.received_ms != 0 || !field.candidates.empty() || !field.replaced.empty() ||
                      !field.earlier.empty() || !field.members.empty();
  return !marked && is_first_said(record, field) && field.actor == actor;
}

// An object's members one after the other, without a tree of them: most of a record is text.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) {}
  void add(std::string_view key, std::string_view text) { json::append(name(key), text); }
  void add(std::string_view key, const json::value& value) { name(key) += json::write(value); }
  // A list, absent where it is empty.
  template <class T, class Write>
  void add_all(std::string_view key, const std::vector<T>& items, Write write) {
    if (items.empty()) return;
    each(key, items, [&](std::string& out, const T& item) { out += json::write(write(item)); });
  }
  // A list, there even where it is empty, whose things are written at the end of the text.
  template <class T, class Write>
  void each(std::string_view key, const std::vector<T>& items, Write write) {
    name(key) += '[';
    for (const auto& item : items) {
      if (&item != &items.front()) out_ += ',';
      write(out_, item);
    }
    out_ += ']';
  }
  // Where the member's value is to be written.
  std::string& name(std::string_view key) {
    out_ += first_ ? '{' : ',';
    first_ = false;
    json::append(out_, key);
    return out_ += ':';
  }
  void end() { out_ += first_ ? "{}" : "}"; }

 private:
  std::string& out_;
  bool first_ = true;
};

void write_text(std::string& out, const std::string& text) { json::append(out, text); }

void write_posting(std::string& out, const Posting& posting) {
  const Post& post = posting.post;
  Members o(out);
  o.add("writer", std::string_view(posting.writer));
  o.add("kind", std::string_view(post.kind));
  o.name("amount") += std::to_string(post.amount.minor);
  o.add("currency", std::string_view(post.amount.currency));
  o.add("tender", std::string_view(post.tender));
  o.add("shift", std::string_view(post.shift));
  o.add("reason", std::string_view(post.reason));
  if (!post.line.empty()) o.add("line", std::string_view(post.line));
  if (posting.suspense) o.name("suspense") += "true";
  o.end();
}

void write_document(std::string& out, const Document& document) {
  Members o(out);
  o.add("writer", std::string_view(document.writer));
  o.add("kind", std::string_view(document.serial.kind));
  o.name("number") += std::to_string(document.serial.number);
  o.add("state", std::string_view(document.state));
  o.add("reason", std::string_view(document.reason));
  o.each("prints", document.prints, write_text);
  o.end();
}

void write_milestone(std::string& out, const Milestone& milestone) {
  Members o(out);
  o.add("stage", std::string_view(milestone.stage));
  o.add("time", std::string_view(to_text(milestone.time)));
  o.add("actor", std::string_view(milestone.actor));
  o.add("writer", std::string_view(milestone.writer));
  o.name("round") += std::to_string(milestone.round);
  o.end();
}

void write_fields(std::string& out, const Record& record, std::string_view actor) {
  Members fields(out);
  for (const auto& [name, field] : record.fields) {
    if (is_plain(record, field, actor))
      fields.add(name, std::string_view(field.value));
    else
      fields.add(name, json::value(write_field(field)));
  }
  fields.end();
}

void write_acts(Members& o, const Record& record) {
  if (!record.early.empty()) o.each("early", record.early, write_milestone);
  o.add_all("attachments", record.attachments, write_dated<Attached>);
  o.add_all("shown", record.shown, write_dated<Shown>);
  o.add_all("returns", record.returns, write_return);
  o.add_all("resolutions", record.resolutions, write_resolution);
  o.add_all("decisions", record.decisions, write_dated<Decided>);
  o.add_all("handed_over", record.handed_over, write_dated<HandedOver>);
  o.add_all("sheets", record.sheets, write_dated<Sheet>);
  if (record.closed) o.add("closed", json::value(write_dated(*record.closed)));
  if (record.lease) o.add("lease", json::value(write_dated(*record.lease)));
  o.add_all("settled", record.settled, write_dated<Settled>);
  o.add_all("erased", record.erased, write_dated<Erase>);
  o.add_all("alarms", record.alarms, write_alarm);
}

}  // namespace

std::string write_record(const Record& record) {
  constexpr std::size_t expected_bytes = 2'048;
  std::string out;
  out.reserve(expected_bytes);
  const auto actor = creator_actor(record);
  Members o(out);
  o.add("id", std::string_view(record.id));
  o.add("service", std::string_view(record.pin.service));
  o.add("version", std::string_view(record.pin.version));
  o.add("creator", std::string_view(record.creator));
  o.add("created", std::string_view(to_text(record.created)));
  if (!actor.empty()) o.add("actor", actor);
  o.name("round") += std::to_string(record.round);
  write_fields(o.name("fields"), record, actor);
  o.each("postings", record.postings, write_posting);
  o.each("documents", record.documents, write_document);
  o.each("milestones", record.milestones, write_milestone);
  o.each("waiting", record.waiting, write_text);
  write_acts(o, record);
  o.end();
  return out;
}

}  // namespace karvan::model
