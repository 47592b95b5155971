#include "storage/model/op.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "storage/model/act_json.h"
#include "storage/model/plain_line.h"
#include "storage/model/record_kind.h"

namespace karvan::model {
namespace {

using json::object;

constexpr auto known_members = std::to_array<std::string_view>(
    {"v",       "node",    "epoch", "seq",     "time",        "salt",    "actor", "of",     "ref",
     "pin",     "set",     "over",  "advance", "returned",    "resolve", "post",  "issue",  "void",
     "printed", "attach",  "shown", "decided", "handed_over", "sheet",   "note",  "closed", "add",
     "remove",  "settled", "erase", "lease",   "uncertain",   "roster"});

object write_serial(const Serial& serial) { return {{"kind", serial.kind}, {"number", serial.number}}; }

Result<Serial> read_serial(const object& o) {
  TRY(auto kind, json::string_at(o, "kind"));
  TRY(auto number, json::integer_at(o, "number"));
  return Serial{std::move(kind), number};
}

object write_post(const Post& post) {
  object o{{"kind", post.kind}, {"amount", post.amount.minor}, {"currency", post.amount.currency}};
  if (!post.tender.empty()) o["tender"] = post.tender;
  if (!post.shift.empty()) o["shift"] = post.shift;
  if (!post.reason.empty()) o["reason"] = post.reason;
  if (!post.line.empty()) o["line"] = post.line;
  return o;
}

Result<Post> read_post(const object& o) {
  Post post;
  TRY(post.kind, json::string_at(o, "kind"));
  TRY(post.amount.minor, json::integer_at(o, "amount"));
  TRY(post.amount.currency, json::string_at(o, "currency"));
  if (post.amount.minor < 0) return fail(Code::malformed, {}, "op: post.amount is negative");
  post.tender = json::string_or(o, "tender");
  post.shift = json::string_or(o, "shift");
  post.reason = json::string_or(o, "reason");
  post.line = json::string_or(o, "line");
  return post;
}

object write_texts(const std::map<std::string, std::string>& texts) {
  object o;
  for (const auto& [key, text] : texts) o[key] = text;
  return o;
}

Result<void> read_texts(const object& o, std::string_view key, std::map<std::string, std::string>& texts) {
  if (!o.contains(key)) return {};
  TRY(auto members, json::object_at(o, key));
  for (const auto& member : *members) {
    if (!member.value().is_string()) return fail(Code::field_wrong_type, {{"field", std::string(member.key())}}, "op");
    texts.emplace_hint(texts.end(), member.key(), member.value().get_string());  // written in this order
  }
  return {};
}

template <class Act>
void write_one(object& o, std::string_view key, const std::optional<Act>& act) {
  if (act) o[key] = write_act(*act);
}

template <class Act>
void write_all(object& o, std::string_view key, const std::vector<Act>& acts) {
  if (acts.empty()) return;
  json::array all;
  for (const auto& act : acts) all.push_back(write_act(act));
  o[key] = std::move(all);
}

template <class Act>
Result<void> read_one(const object& o, std::string_view key, std::optional<Act>& act) {
  if (!o.contains(key)) return {};
  TRY(auto members, json::object_at(o, key));
  TRY(act, read_act<Act>(*members));
  return {};
}

template <class Act>
Result<void> read_all(const object& o, std::string_view key, std::size_t most, std::vector<Act>& acts) {
  if (!o.contains(key)) return {};
  TRY(auto all, json::array_at(o, key));
  if (all->size() > most) return fail(Code::malformed, {{"field", std::string(key)}}, "op");
  for (const auto& each : *all) {
    if (!each.is_object()) return fail(Code::field_wrong_type, {{"field", std::string(key)}}, "op");
    TRY(auto act, read_act<Act>(each.get_object()));
    acts.push_back(std::move(act));
  }
  return {};
}

Result<void> read_identity(const object& o, Op& op) {
  TRY(op.id.node, json::string_at(o, "node"));
  TRY(op.id.epoch, json::string_at(o, "epoch"));
  TRY(auto seq, json::integer_at(o, "seq"));
  if (seq < 1) return fail(Code::malformed, {}, "op: seq");
  op.id.seq = static_cast<std::uint64_t>(seq);
  TRY(auto time, json::string_at(o, "time"));
  TRY(op.time, parse_hybrid_time(time));
  TRY(op.salt, json::string_at(o, "salt"));
  TRY(op.actor, json::string_at(o, "actor"));
  for (const auto* text : {&op.id.node, &op.id.epoch, &op.salt, &op.actor})
    if (text->size() > identity_bytes_max) return fail(Code::malformed, {}, "op: identity");
  TRY(op.of, json::string_at(o, "of"));
  TRY_VOID(parse_record_id(op.of));
  auto ref = json::integer_or(o, "ref");
  if (ref < 0) return fail(Code::malformed, {}, "op: ref");
  auto roster = json::integer_or(o, "roster");
  if (roster < 0) return fail(Code::malformed, {}, "op: roster");
  op.ref = static_cast<std::uint64_t>(ref);
  op.roster = static_cast<std::uint64_t>(roster);
  op.uncertain = json::bool_or(o, "uncertain");
  return {};
}

// What the object does not say stays as it is: it may be the rest of a line whose front was read before.
Result<void> read_claims(const object& o, Op& op) {
  if (o.contains("pin")) {
    TRY(auto pin, json::object_at(o, "pin"));
    op.pin.emplace();
    TRY(op.pin->service, json::string_at(*pin, "service"));
    TRY(op.pin->version, json::string_at(*pin, "version"));
  }
  TRY_VOID(read_texts(o, "set", op.set));
  TRY_VOID(read_texts(o, "over", op.over));
  TRY_VOID(read_all(o, "add", added_max, op.add));
  TRY_VOID(read_all(o, "remove", added_max, op.remove));
  if (o.contains("advance")) op.advance = json::string_or(o, "advance");
  TRY_VOID(read_one(o, "returned", op.returned));
  TRY_VOID(read_one(o, "resolve", op.resolve));
  TRY_VOID(read_one(o, "closed", op.closed));
  TRY_VOID(read_one(o, "settled", op.settled));
  return read_one(o, "erase", op.erase);
}

// The same.
Result<void> read_facts(const object& o, Op& op) {
  if (o.contains("post")) {
    TRY(auto post, json::object_at(o, "post"));
    TRY(op.post, read_post(*post));
  }
  if (o.contains("issue")) {
    TRY(auto serial, json::object_at(o, "issue"));
    TRY(op.issue, read_serial(*serial));
  }
  if (o.contains("void")) {
    TRY(auto voided, json::object_at(o, "void"));
    TRY(auto serial, read_serial(*voided));
    op.voided = Voided{std::move(serial), json::string_or(*voided, "reason")};
  }
  if (o.contains("printed")) {
    TRY(auto printed, json::object_at(o, "printed"));
    TRY(auto serial, read_serial(*printed));
    TRY(auto outcome, json::string_at(*printed, "outcome"));
    op.printed = Printed{std::move(serial), std::move(outcome)};
  }
  TRY_VOID(read_all(o, "attach", attach_max, op.attach));
  TRY_VOID(read_all(o, "shown", shown_max, op.shown));
  TRY_VOID(read_one(o, "decided", op.decided));
  TRY_VOID(read_one(o, "handed_over", op.handed_over));
  TRY_VOID(read_one(o, "sheet", op.sheet));
  TRY_VOID(read_one(o, "lease", op.lease));
  if (o.contains("note")) op.note = json::string_or(o, "note");
  return {};
}

// What comes after the front of a line: acts. Nothing where it is to be read as a whole.
std::optional<Op> read_after(Front& front) {
  if (front.rest.empty()) return std::move(front.op);
  const auto o = json::parse_object(front.rest, line_bytes_max);
  const auto known = [&](const auto& member) {
    const std::string_view key = member.key();
    return may_follow(front, key) && std::find(known_members.begin(), known_members.end(), key) != known_members.end();
  };
  if (!o || !std::all_of(o->begin(), o->end(), known)) return std::nullopt;
  auto& op = front.op;
  if (!read_claims(*o, op) || !read_facts(*o, op)) return std::nullopt;
  return std::move(op);
}

}  // namespace

std::string to_text(const OpId& id) {
  const auto seq = std::to_string(id.seq);
  std::string text;
  text.reserve(id.node.size() + id.epoch.size() + seq.size() + 2);
  text.append(id.node).append("/").append(id.epoch).append("/").append(seq);
  return text;
}

Result<OpId> parse_op_id(std::string_view text) {
  auto first = text.find('/');
  auto last = text.rfind('/');
  if (first == text.npos || first == last) return fail(Code::malformed, {}, "operation id");
  OpId id{std::string(text.substr(0, first)), std::string(text.substr(first + 1, last - first - 1)), 0};
  auto [end, bad] = std::from_chars(text.data() + last + 1, text.data() + text.size(), id.seq);
  if (bad != std::errc{} || end != text.data() + text.size()) return fail(Code::malformed, {}, "operation id");
  return id;
}

std::string to_text(const RecordId& id) { return id.office + "/" + id.kind + "/" + id.id; }

Result<RecordId> parse_record_id(std::string_view text) {
  const auto kind = kind_in(text);
  if (kind.empty()) return fail(Code::malformed, {}, "record id");
  const auto office = text.find('/');
  return RecordId{std::string(text.substr(0, office)), std::string(kind),
                  std::string(text.substr(office + kind.size() + 2))};
}

std::string write_op(const Op& op) {
  object o{
      {"v", 1},          {"node", op.id.node}, {"epoch", op.id.epoch}, {"seq", op.id.seq}, {"time", to_text(op.time)},
      {"salt", op.salt}, {"actor", op.actor},  {"of", op.of},          {"ref", op.ref}};
  if (op.roster != 0) o["roster"] = op.roster;
  if (op.uncertain) o["uncertain"] = true;
  if (op.pin) o["pin"] = object{{"service", op.pin->service}, {"version", op.pin->version}};
  if (!op.set.empty()) o["set"] = write_texts(op.set);
  if (!op.over.empty()) o["over"] = write_texts(op.over);
  write_all(o, "add", op.add);
  write_all(o, "remove", op.remove);
  if (!op.advance.empty()) o["advance"] = op.advance;
  write_one(o, "returned", op.returned);
  write_one(o, "resolve", op.resolve);
  write_one(o, "closed", op.closed);
  write_one(o, "settled", op.settled);
  write_one(o, "erase", op.erase);
  if (op.post) o["post"] = write_post(*op.post);
  if (op.issue) o["issue"] = write_serial(*op.issue);
  if (op.voided) {
    o["void"] = write_serial(op.voided->serial);
    o["void"].get_object()["reason"] = op.voided->reason;
  }
  if (op.printed) {
    o["printed"] = write_serial(op.printed->serial);
    o["printed"].get_object()["outcome"] = op.printed->outcome;
  }
  write_all(o, "attach", op.attach);
  write_all(o, "shown", op.shown);
  write_one(o, "decided", op.decided);
  write_one(o, "handed_over", op.handed_over);
  write_one(o, "sheet", op.sheet);
  write_one(o, "lease", op.lease);
  if (!op.note.empty()) o["note"] = op.note;
  return json::write(o);
}

Result<Op> parse_op(std::string_view line) {
  if (auto front = read_front(line))
    if (auto op = read_after(*front)) return std::move(*op);
  TRY(auto o, json::parse_object(line, line_bytes_max));
  TRY(auto version, json::integer_at(o, "v"));
  Op op;
  TRY_VOID(read_identity(o, op));
  op.unknown_act = version != 1 || std::any_of(o.begin(), o.end(), [](const auto& member) {
                     return std::find(known_members.begin(), known_members.end(), std::string_view(member.key())) ==
                            known_members.end();
                   });
  if (op.unknown_act) return op;
  TRY_VOID(read_claims(o, op));
  TRY_VOID(read_facts(o, op));
  return op;
}

}  // namespace karvan::model
