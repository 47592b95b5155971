#include "hardware/line/message.h"

#include <algorithm>
#include <utility>

namespace karvan::line {
namespace {

using boost::json::object;
using boost::json::value;
constexpr std::size_t conditions_max = 64;

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

object with_more(object o, bool more) {
  if (more) o["more"] = true;
  return o;
}

object with_detail(object o, const object& detail) {
  if (!detail.empty()) o["detail"] = detail;
  return o;
}

object write_answer(const Answer& a) {
  object o = {{"is", "answer"}, {"id", a.id}};
  if (a.result)
    o["ok"] = *a.result;
  else
    o["fault"] = write_fault(a.result.error());
  return o;
}

object object_at(const object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  return v && v->is_object() ? v->get_object() : object();
}

bool more_of(const object& o) {
  const auto* v = o.if_contains("more");
  return v && v->is_bool() && v->get_bool();
}

using Read = tl::expected<Body, std::string>;
Read lacks(std::string_view is, std::string_view member) {
  return tl::unexpected(std::string(is) + " lacks " + std::string(member));
}

// Ids and numbers count from 1, so 0 stands for "absent or no such number".
std::uint64_t count_at(const object& o, std::string_view key) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(integer_at(o, key, 0), 0));
}

Read read_answer(const object& o, std::uint64_t id) {
  if (const auto* f = o.if_contains("fault")) {
    if (!f->is_object()) return lacks("answer", "fault as an object");
    return Answer{id, tl::unexpected(read_fault(f->get_object()))};
  }
  if (!o.contains("ok")) return lacks("answer", "ok or fault");
  return Answer{id, object_at(o, "ok")};
}

Read read_call(const object& o, std::uint64_t id) {
  Call call{id,        text_at(o, "verb"), text_at(o, "device"), integer_at(o, "deadline_ms", 0), object_at(o, "args"),
            more_of(o)};
  if (call.verb.empty()) return lacks("call", "verb");
  if (call.deadline_ms <= 0) return lacks("call", "deadline_ms");
  return call;
}

Read read_with_id(const object& o, const std::string& is) {
  auto id = count_at(o, "id");
  if (id == 0) return lacks(is, "id");
  if (is == "call") return read_call(o, id);
  if (is == "part") return Part{id, more_of(o)};
  if (is == "cancel") return Cancel{id};
  if (is == "progress") return Progress{id, text_at(o, "state"), object_at(o, "detail")};
  return read_answer(o, id);
}

}  // namespace

std::string text_at(const object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  return v && v->is_string() ? std::string(v->get_string()) : std::string();
}

std::int64_t integer_at(const object& o, std::string_view key, std::int64_t otherwise) {
  const auto* v = o.if_contains(key);
  return v && v->is_int64() ? v->get_int64() : otherwise;
}

object write_body(const Body& body) {
  return std::visit(
      Overloaded{[](const Hello& h) {
                   return object{{"is", "hello"}, {"protocol", h.protocol}, {"name", h.name}, {"version", h.version}};
                 },
                 [](const Call& c) {
                   object o = {{"is", "call"}, {"id", c.id}, {"verb", c.verb}};
                   if (!c.device.empty()) o["device"] = c.device;
                   o["deadline_ms"] = c.deadline_ms;
                   if (!c.args.empty()) o["args"] = c.args;
                   return with_more(std::move(o), c.more);
                 },
                 [](const Part& p) { return with_more({{"is", "part"}, {"id", p.id}}, p.more); },
                 [](const Cancel& c) { return object{{"is", "cancel"}, {"id", c.id}}; },
                 [](const Progress& p) {
                   return with_detail({{"is", "progress"}, {"id", p.id}, {"state", p.state}}, p.detail);
                 },
                 [](const Answer& a) { return write_answer(a); },
                 [](const Notice& n) {
                   return with_detail({{"is", "notice"}, {"number", n.number}, {"device", n.device}, {"what", n.what}},
                                      n.detail);
                 },
                 [](const Strange& s) { return object{{"is", s.is}}; }},
      body);
}

tl::expected<Body, std::string> read_body(const object& o) {
  auto is = text_at(o, "is");
  if (is.empty()) return lacks("a line", "is");
  if (is == "call" || is == "part" || is == "cancel" || is == "progress" || is == "answer") return read_with_id(o, is);
  if (is == "hello") {
    auto protocol = integer_at(o, "protocol", 0);
    if (protocol < 1 || protocol > 1000) return lacks(is, "protocol");
    return Hello{static_cast<int>(protocol), text_at(o, "name"), text_at(o, "version")};
  }
  if (is == "notice") {
    auto number = count_at(o, "number");
    if (number == 0) return lacks(is, "number");
    return Notice{number, text_at(o, "device"), text_at(o, "what"), object_at(o, "detail")};
  }
  return Strange{is};
}

boost::json::array write_conditions(const Conditions& conditions) {
  boost::json::array list;
  for (const auto& c : conditions) list.push_back({{"code", c.code}, {"severity", name_of(c.severity)}});
  return list;
}

Conditions read_conditions(const value* list) {
  const Conditions unknown = {{"status_unknown", Severity::unknown}};
  if (!list || !list->is_array() || list->get_array().size() > conditions_max) return unknown;
  Conditions found;
  for (const auto& v : list->get_array()) {
    if (!v.is_object()) return unknown;
    found.push_back({text_at(v.get_object(), "code"), severity_of(text_at(v.get_object(), "severity"))});
  }
  return make_conditions(std::move(found));
}

object write_device(const Device& d) {
  return {{"id", d.id},
          {"family", d.family},
          {"name", d.name},
          {"life", name_of(d.life)},
          {"conditions", write_conditions(d.conditions)}};
}

Device read_device(const object& o) {
  return {text_at(o, "id"), text_at(o, "family"), text_at(o, "name"), life_of(text_at(o, "life")),
          read_conditions(o.if_contains("conditions"))};
}

object write_fault(const Fault& f) {
  object o = {{"kind", name_of(f.kind)}, {"code", f.code}};
  if (!f.detail.empty()) o["detail"] = f.detail;
  return o;
}

Fault read_fault(const object& o) {
  return {fault_kind_of(text_at(o, "kind")), text_at(o, "code"), text_at(o, "detail")};
}

}  // namespace karvan::line
