#include "sync/catalogue/catalogue.h"

#include <algorithm>
#include <array>
#include <set>

#include "sync/form/expression.h"

namespace karvan::catalogue {

const Stage* Service::stage(std::string_view wanted) const {
  auto found = std::find_if(stages.begin(), stages.end(), [&](const Stage& s) { return s.id == wanted; });
  return found == stages.end() ? nullptr : &*found;
}

const Template* Service::document(std::string_view kind) const {
  auto found = std::find_if(templates.begin(), templates.end(), [&](const Template& t) { return t.kind == kind; });
  return found == templates.end() ? nullptr : &*found;
}

bool is_slip_word(std::string_view name) {
  constexpr auto words = std::to_array<std::string_view>({"number", "tracking", "amount", "date", "office"});
  return std::find(words.begin(), words.end(), name) != words.end();
}

std::vector<std::string> Template::depends_on() const {
  std::set<std::string> fields;
  auto take = [&](std::string_view words) {
    for (const form::Mark& mark : form::marks_of(words))
      if (!is_slip_word(mark.name)) fields.insert(mark.name);
  };
  auto take_each = [&](const Texts& texts) {
    for (const auto& [language, words] : texts) take(words);
  };
  for (const Texts* texts : {&title, &statement, &foot, &provisional}) take_each(*texts);
  for (const Texts& line : lines) take_each(line);
  for (const auto& [name, words] : claims) take(words);
  return {fields.begin(), fields.end()};
}

std::string Service::merge_rule(std::string_view field) const {
  const form::Question* question = form.question(field);
  return question && !question->merge.empty() ? question->merge : "review";
}

std::string Service::summary(const form::Answers& answers) const {
  std::string out;
  for (const form::Question& question : form.questions()) {
    auto answer = answers.find(question.name);
    if (!question.summary || answer == answers.end() || answer->second.empty()) continue;
    out += (out.empty() ? "" : " ") + answer->second;
  }
  return out;
}

bool Service::allows(std::string_view act, std::string_view role) const {
  auto named = may.find(std::string(act));
  if (named == may.end()) return role == "operator" || role == "supervisor";
  return std::find(named->second.begin(), named->second.end(), role) != named->second.end();
}

Result<Fee> fee_due(const Service& service, const form::Answers&, std::string_view) {
  Fee fee;
  for (const FeeLine& line : service.fees) {
    if (!fee.lines.empty() && line.amount.currency != fee.total.currency) {
      return fail(Code::catalogue_broken, {{"what", "currencies_differ"}}, service.id);
    }
    fee.total.currency = line.amount.currency;
    if (__builtin_add_overflow(fee.total.minor, line.amount.minor, &fee.total.minor)) {
      return fail(Code::catalogue_broken, {{"what", "amount_too_large"}}, service.id);
    }
    fee.lines.push_back(line);
    fee.depends_on.insert(fee.depends_on.end(), line.depends_on.begin(), line.depends_on.end());
  }
  return fee;
}

Result<Catalogue> Catalogue::load(std::string_view manifest, const std::vector<std::string>& documents,
                                  const DigestHex& digest) {
  Catalogue catalogue;
  TRY(catalogue.manifest_, read_manifest(manifest));
  std::map<std::string, const std::string*, std::less<>> by_digest;
  for (const std::string& bytes : documents) by_digest.emplace(digest(bytes), &bytes);
  for (const auto& [id, line] : catalogue.manifest_.services) {
    for (const auto& entry : line.versions) {
      auto bytes = by_digest.find(entry.version);
      if (bytes == by_digest.end()) return fail(Code::catalogue_missing, {{"version", entry.version}}, id);
      TRY(Service service, load_service(*bytes->second, entry.version));
      if (service.id != id) return fail(Code::catalogue_broken, {{"version", entry.version}}, id);
      catalogue.services_[entry.version] = std::make_shared<const Service>(std::move(service));
    }
  }
  return catalogue;
}

const Service* Catalogue::current(std::string_view service, std::string_view today) const {
  auto found = manifest_.services.find(service);
  if (found == manifest_.services.end()) return nullptr;
  const Manifest::Line& line = found->second;
  if (!line.withdrawn.empty() && today >= line.withdrawn) return nullptr;
  const Service* latest = nullptr;
  for (const auto& entry : line.versions) {
    if (entry.from <= today) latest = version(service, entry.version);
  }
  return latest;
}

const Service* Catalogue::version(std::string_view service, std::string_view version) const {
  auto found = services_.find(version);
  return found == services_.end() || found->second->id != service ? nullptr : found->second.get();
}

std::vector<const Service*> Catalogue::current(std::string_view today) const {
  std::vector<const Service*> out;
  for (const auto& entry : manifest_.services) {
    if (const Service* service = current(entry.first, today)) out.push_back(service);
  }
  return out;
}

}  // namespace karvan::catalogue
