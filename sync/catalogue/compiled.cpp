#include <algorithm>

#include "sync/catalogue/parts.h"

// The published JSON of a service, written and read; README.md gives the format.
namespace karvan::catalogue {

namespace {

constexpr std::int64_t minutes_of_day = 24 * 60;
constexpr int hours_max = 100'000;
constexpr std::string_view policies[] = {"issue", "collect", "online"};

object write_stage(const Stage& s) {
  object out = {{"id", s.id},
                {"number", s.number},
                {"title", write_strings(s.title)},
                {"prerequisites", write_list(s.prerequisites)},
                {"target_hours", s.target_hours},
                {"by", s.by}};
  put(out, "escalate_hours", s.escalate_hours);
  put(out, "escalate_to", s.escalate_to);
  put(out, "awaits", s.awaits);
  return out;
}

Result<Stage> read_stage(const object& o) {
  Stage s;
  TRY(s.id, json::string_at(o, "id"));
  s.number = static_cast<int>(json::integer_or(o, "number"));
  TRY(s.title, strings_in(o, "title"));
  TRY(s.prerequisites, list_in(o, "prerequisites"));
  s.target_hours = static_cast<int>(json::integer_or(o, "target_hours"));
  s.by = json::string_or(o, "by");
  TRY(s.escalate_hours, whole_in(o, "escalate_hours", 0, 0, hours_max));
  s.escalate_to = json::string_or(o, "escalate_to");
  s.awaits = json::string_or(o, "awaits");
  return s;
}

object write_party(const Party& p) {
  object out = {{"role", p.role},
                {"title", write_strings(p.title)},
                {"least", p.least},
                {"most", p.most},
                {"shows", write_list(p.shows)}};
  put(out, "bases", p.bases);
  if (p.later) out["later"] = true;
  put(out, "name", p.name);
  return out;
}

Result<Party> read_party(const object& o) {
  Party p;
  TRY(p.role, json::string_at(o, "role"));
  TRY(p.title, strings_in(o, "title"));
  p.least = static_cast<int>(json::integer_or(o, "least", 1));
  p.most = static_cast<int>(json::integer_or(o, "most", 1));
  TRY(p.shows, list_in(o, "shows"));
  TRY(p.bases, list_in(o, "bases"));
  p.later = json::bool_or(o, "later");
  p.name = json::string_or(o, "name");
  return p;
}

array write_hours(const std::vector<Calendar::Hours>& hours) {
  array out;
  for (const auto& span : hours) out.push_back(array{span.from, span.to});
  return out;
}

object write_calendar(const Calendar& c) {
  array week;
  for (const auto& hours : c.week) week.push_back(write_hours(hours));
  return {{"id", c.id},
          {"utc_offset", c.utc_offset_minutes},
          {"week", std::move(week)},
          {"holidays", write_list(c.holidays)}};
}

Result<std::vector<Calendar::Hours>> read_hours(const json::value& day) {
  std::vector<Calendar::Hours> out;
  if (!day.is_array()) return odd("calendar");
  for (const json::value& span : day.get_array()) {
    const array* ends = span.if_array();
    if (!ends || ends->size() != 2 || !ends->at(0).is_int64() || !ends->at(1).is_int64()) return odd("calendar");
    const std::int64_t from = ends->at(0).get_int64(), to = ends->at(1).get_int64();
    const std::int64_t least = out.empty() ? 0 : out.back().to;
    if (from < least || to <= from || to > minutes_of_day) return odd("calendar");
    out.push_back({static_cast<int>(from), static_cast<int>(to)});
  }
  return out;
}

Result<Calendar> read_calendar(const object& o) {
  Calendar c;
  if (!o.contains("calendar")) return c;
  TRY(const object* from, json::object_at(o, "calendar"));
  TRY(c.id, json::string_at(*from, "id"));
  const std::int64_t offset = json::integer_or(*from, "utc_offset");
  if (offset < -minutes_of_day || offset > minutes_of_day) return odd("calendar");
  c.utc_offset_minutes = static_cast<int>(offset);
  TRY(const array* week, json::array_at(*from, "week"));
  if (week->size() != c.week.size()) return odd("calendar");
  for (std::size_t day = 0; day < c.week.size(); ++day) {
    TRY(c.week[day], read_hours(week->at(day)));
  }
  TRY(c.holidays, list_in(*from, "holidays"));
  std::sort(c.holidays.begin(), c.holidays.end());
  return c;
}

Result<Consent> read_consent(const object& o) {
  Consent consent;
  if (!o.contains("consent")) return consent;
  TRY(const object* from, json::object_at(o, "consent"));
  TRY(consent.version, json::string_at(*from, "version"));
  TRY(consent.text, strings_in(*from, "text"));
  return consent;
}

object write_template(const Template& t) {
  array lines;
  for (const Texts& line : t.lines) lines.push_back(write_strings(line));
  object out = {{"kind", t.kind},
                {"medium", t.medium},
                {"title", write_strings(t.title)},
                {"lines", lines},
                {"foot", write_strings(t.foot)}};
  put(out, "statement", t.statement);
  put(out, "provisional", t.provisional);
  put(out, "claims", t.claims);
  return out;
}

Result<Template> read_template(const object& o) {
  Template t;
  TRY(t.kind, json::string_at(o, "kind"));
  t.medium = json::string_or(o, "medium", "slip");
  TRY(t.title, strings_in(o, "title"));
  TRY(auto lines, objects_in(o, "lines"));
  for (const object* line : lines) {
    TRY(Texts words, strings_in(object{{"line", *line}}, "line"));
    t.lines.push_back(std::move(words));
  }
  TRY(t.foot, strings_in(o, "foot"));
  TRY(t.statement, strings_in(o, "statement"));
  TRY(t.provisional, strings_in(o, "provisional"));
  TRY(t.claims, strings_in(o, "claims"));
  return t;
}

template <class Part>
array write_each(const std::vector<Part>& parts, object (*write_one)(const Part&)) {
  array out;
  for (const Part& part : parts) out.push_back(write_one(part));
  return out;
}

template <class Part>
Result<std::vector<Part>> read_each(const object& o, std::string_view member, Result<Part> (*read_one)(const object&)) {
  std::vector<Part> out;
  TRY(auto parts, objects_in(o, member));
  for (const object* part : parts) {
    TRY(Part one, read_one(*part));
    out.push_back(std::move(one));
  }
  return out;
}

Result<Policy> read_policy(const object& o) {
  std::string name = json::string_or(o, "policy");
  for (std::size_t i = 0; i < std::size(policies); ++i) {
    if (policies[i] == name) return static_cast<Policy>(i);
  }
  return odd("policy");
}

Result<void> read_rights(const object& o, Service& s) {
  TRY(const object* may, json::object_at(o, "may"));
  for (const auto& [act, roles] : *may) {
    TRY(auto list, list_in(*may, act));
    s.may.emplace(act, std::move(list));
  }
  return {};
}

Result<Service> read_service(const object& o, std::string version) {
  TRY(const object* form, json::object_at(o, "form"));
  TRY(auto read_form, form::Form::read(*form));
  Service s{.id = {}, .version = std::move(version), .form = std::move(read_form)};
  TRY(s.id, json::string_at(o, "id"));
  TRY(s.title, strings_in(o, "title"));
  TRY(s.institution, read_institution(o));
  TRY(s.policy, read_policy(o));
  TRY(s.stages, read_each(o, "stages", read_stage));
  TRY(s.fees, read_each(o, "fees", read_fee));
  TRY(s.parties, read_each(o, "parties", read_party));
  TRY(s.consent, read_consent(o));
  TRY(s.calendar, read_calendar(o));
  TRY(s.reopens, list_in(o, "reopens"));
  if (s.reopens.empty()) s.reopens = default_reopens(s.stages);
  s.once = default_once(s.form);
  if (o.contains("once")) {
    TRY(s.once, list_in(o, "once"));
  }
  TRY(s.closings, read_each(o, "closings", read_closing));
  TRY(s.documents, list_in(o, "documents"));
  TRY(s.numbering, strings_in(o, "numbering"));
  TRY(s.templates, read_each(o, "templates", read_template));
  TRY_VOID(read_rights(o, s));
  s.retention_days = static_cast<int>(json::integer_or(o, "retention_days"));
  s.keep_until = json::string_or(o, "keep_until", default_keep_until(s));
  return s;
}

}  // namespace

json::object write(const Service& s) {
  object may;
  for (const auto& [act, roles] : s.may) may[act] = write_list(roles);
  object out = {{"v", 1},
                {"id", s.id},
                {"title", write_strings(s.title)},
                {"institution", write_institution(s.institution)},
                {"policy", policies[static_cast<std::size_t>(s.policy)]},
                {"stages", write_each(s.stages, write_stage)},
                {"fees", write_each(s.fees, write_fee)},
                {"parties", write_each(s.parties, write_party)},
                {"documents", write_list(s.documents)},
                {"numbering", write_strings(s.numbering)},
                {"templates", write_each(s.templates, write_template)},
                {"may", may},
                {"retention_days", s.retention_days}};
  if (!s.consent.version.empty())
    out["consent"] = object{{"version", s.consent.version}, {"text", write_strings(s.consent.text)}};
  if (!s.calendar.id.empty()) out["calendar"] = write_calendar(s.calendar);
  if (!s.reopens.empty() && s.reopens != default_reopens(s.stages)) out["reopens"] = write_list(s.reopens);
  if (!s.keep_until.empty() && s.keep_until != default_keep_until(s)) out["keep_until"] = s.keep_until;
  if (s.once != default_once(s.form)) out["once"] = write_list(s.once);
  if (!s.closings.empty()) out["closings"] = write_each(s.closings, write_closing);
  out["form"] = form::write(s.form.definition());
  return out;
}

Result<Service> load_service(std::string_view bytes, std::string version) {
  TRY(object o, json::parse_object(bytes, service_bytes_max));
  if (json::integer_or(o, "v") != 1) return fail(Code::version_unknown, {}, version);
  auto service = read_service(o, std::move(version));
  if (service) return service;
  Error error = service.error();
  error.where = json::string_or(o, "id") + ": " + error.where;
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace karvan::catalogue
