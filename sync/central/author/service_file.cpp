#include "sync/central/author/service_file.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "sync/central/author/money.h"
#include "sync/central/author/toml_reader.h"
#include "sync/form/expression.h"

namespace karvan::central::author {

namespace {

using catalogue::FeeLine;
using catalogue::Party;
using catalogue::Stage;
using catalogue::Template;

using Words = std::vector<std::string_view>;
// What check_actor of sync/rules asks about an application.
const Words acts = {"start",   "file",   "change", "take_payment", "waive",  "refund",  "issue",     "void",
                    "advance", "attach", "show",   "approve",      "return", "resolve", "hand_over", "decide"};
const Words roles = {"operator", "supervisor", "technician", "clerk", "auditor", "officer"};
const Words reachers = {"desk", "supervisor", "centre", "institution"};
const Words proofs = {"identity", "consent", "biometric", "signature"};
const Words bases = {"card", "document", "witness", "none"};
const Words policies = {"issue", "collect", "online"};
const Words media = {"slip", "page"};

bool among(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string joined(const Words& words) {
  std::string out;
  for (std::string_view word : words) out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

class ServiceReader {
 public:
  ServiceReader(const toml::table& table, const std::optional<form::Form>& form, Faults& faults)
      : top_(table, "", faults), form_(form), faults_(faults) {}

  void head(const Institutions& institutions) {
    title = top_.texts("title");
    std::string id = top_.text("institution");
    auto found = institutions.find(id);
    if (found != institutions.end()) {
      institution = found->second.institution;
      calendar = found->second.calendar;
    } else if (!id.empty()) {
      top_.fault("institution", "institutions.toml has no \"" + id + "\"", "Write the id of one that it has");
    }
    std::string name = known(top_, "policy", policies, "collect");
    policy = static_cast<catalogue::Policy>(std::find(policies.begin(), policies.end(), name) - policies.begin());
    retention_days = static_cast<int>(top_.whole("retention_days", 90, 1, 36500));
    effective = top_.date("effective");
    documents = top_.list("documents");
  }

  void parts() {
    for (const auto* t : top_.tables("stage")) stage(*t);
    if (stages.empty()) stages = catalogue::stages_of(policy);
    check_stages();
    reopened();
    for (const auto* t : top_.tables("fee")) fee(*t);
    if (const auto* t = top_.table("consent")) agreement(*t);
    for (const auto* t : top_.tables("party")) party(*t);
    for (const auto* t : top_.tables("template")) slip(*t);
    if (const auto* t = top_.table("numbering")) numbers(*t);
    if (const auto* t = top_.table("may")) rights(*t);
    top_.done();
  }

  form::Texts title;
  catalogue::Institution institution;
  catalogue::Calendar calendar;
  catalogue::Consent consent;
  std::vector<std::string> reopens;
  catalogue::Policy policy = catalogue::Policy::collect;
  int retention_days = 0;
  std::string effective;
  std::vector<std::string> documents;
  std::vector<Stage> stages;
  std::vector<FeeLine> fees;
  std::vector<Party> parties;
  std::vector<Template> templates;
  std::map<std::string, std::string> numbering;
  std::map<std::string, std::vector<std::string>> may;

 private:
  std::string known(TomlReader& reader, const std::string& key, const Words& words, std::string_view otherwise) {
    std::string word = reader.text(key, false);
    if (word.empty()) return std::string(otherwise);
    if (among(words, word)) return word;
    reader.fault(key, "\"" + word + "\" is not known here", "Write one of " + joined(words));
    return std::string(otherwise);
  }

  std::vector<std::string> known_list(TomlReader& reader, const std::string& key, const Words& words) {
    auto list = reader.list(key);
    for (const auto& word : list) {
      if (!among(words, word)) reader.fault(key, "\"" + word + "\" is not known here", "Write one of " + joined(words));
    }
    return list;
  }

  // A stage that bears a default one's id has its parts, but for those written here.
  void stage(const toml::table& table) {
    TomlReader reader(table, "stage", faults_);
    Stage s;
    s.id = reader.text("id");
    const auto defaults = catalogue::stages_of(policy);
    auto found = std::find_if(defaults.begin(), defaults.end(), [&](const Stage& d) { return d.id == s.id; });
    bool ours = found == defaults.end();
    if (!ours) s = *found;
    s.number = static_cast<int>(reader.whole("number", ours ? static_cast<int>(stages.size()) + 1 : s.number, 1, 99));
    if (ours || reader.has("title")) s.title = reader.texts("title");
    if (reader.has("prerequisites")) s.prerequisites = reader.list("prerequisites");
    s.target_hours = static_cast<int>(reader.whole("target_hours", s.target_hours, 0, 10000));
    s.by = known(reader, "by", reachers, ours ? "desk" : s.by);
    reader.done();
    stages.push_back(std::move(s));
  }

  // Each prerequisite is a stage with a lower number, so that no two wait for each other.
  void check_stages() {
    std::sort(stages.begin(), stages.end(),
              [](const Stage& a, const Stage& b) { return std::tie(a.number, a.id) < std::tie(b.number, b.id); });
    std::set<std::string> before;
    for (const Stage& s : stages) {
      for (const auto& needed : s.prerequisites) {
        if (before.contains(needed)) continue;
        top_.fault("stage", "stage \"" + s.id + "\" needs \"" + needed + "\", which is no earlier stage here",
                   "Add that stage, or write prerequisites without it");
      }
      if (!before.insert(s.id).second) top_.fault("stage", "stage \"" + s.id + "\" is there twice", "Remove one");
    }
    if (!before.contains("filed")) top_.fault("stage", "there is no stage \"filed\"", "Add it");
  }

  void reopened() {
    reopens = top_.list("reopens");
    for (const auto& id : reopens) {
      if (std::none_of(stages.begin(), stages.end(), [&](const Stage& s) { return s.id == id; }))
        top_.fault("reopens", "there is no stage \"" + id + "\"", "Write a stage of this service");
    }
    if (reopens.empty()) reopens = catalogue::default_reopens(stages);
  }

  void agreement(const toml::table& table) {
    TomlReader reader(table, "consent", faults_);
    consent.version = reader.text("version");
    consent.text = reader.texts("text");
    for (const auto& [language, words] : consent.text) {
      if (!form::marks_of(words).empty())
        reader.fault("text", "the consent names an answer (" + language + ")", "Write the same words for everybody");
    }
    reader.done();
  }

  void fee(const toml::table& table) {
    TomlReader reader(table, "fee", faults_);
    FeeLine line;
    line.id = reader.text("id");
    line.title = reader.texts("title");
    std::string amount = reader.text("amount"), currency = reader.text("currency");
    if (auto money = parse_money(amount, currency)) {
      line.amount = *money;
    } else if (!currency.empty() && !decimals_of(currency)) {
      reader.fault("currency", "\"" + currency + "\" is no currency that Karvan knows",
                   "Write an ISO 4217 code, for example PKR");
    } else if (!amount.empty() && !currency.empty()) {
      reader.fault("amount", "\"" + amount + "\" is no amount", "Write digits and a point, for example \"200.00\"");
    }
    if (!fees.empty() && !currency.empty() && fees.front().amount.currency != currency) {
      reader.fault("currency", "the fees of a service are in two currencies", "Write one currency in all");
    }
    line.depends_on = reader.list("depends_on");
    for (const auto& field : line.depends_on) {
      if (form_ && !form_->question(field))
        reader.fault("depends_on", "there is no question \"" + field + "\"", "Write a question's name");
    }
    reader.done();
    fees.push_back(std::move(line));
  }

  void party(const toml::table& table) {
    TomlReader reader(table, "party", faults_);
    Party p;
    p.role = reader.text("role");
    p.title = reader.texts("title");
    p.least = static_cast<int>(reader.whole("least", 1, 0, 100));
    p.most = static_cast<int>(reader.whole("most", std::max(1, p.least), std::max(1, p.least), 100));
    p.shows = known_list(reader, "shows", proofs);
    p.bases = known_list(reader, "bases", bases);
    p.later = reader.yes("later");
    p.name = reader.text("name", false);
    auto shows = [&](std::string_view what) {
      return std::find(p.shows.begin(), p.shows.end(), what) != p.shows.end();
    };
    if (!p.bases.empty() && !shows("identity"))
      reader.fault("bases", "the party shows no identity", "Add \"identity\" to shows, or leave bases out");
    if (shows("consent") && consent.version.empty())
      reader.fault("shows", "the service has no words to consent to", "Add [consent] with version and text");
    if (form_ && !p.name.empty() && !form_->question(p.name))
      reader.fault("name", "there is no question \"" + p.name + "\"", "Write the question that holds the name");
    reader.done();
    parties.push_back(std::move(p));
  }

  void slip(const toml::table& table) {
    TomlReader reader(table, "template", faults_);
    Template t;
    t.kind = reader.text("kind");
    t.medium = known(reader, "medium", media, "slip");
    t.title = reader.texts("title");
    t.foot = reader.texts("foot", false);
    t.statement = reader.texts("statement", false);
    t.provisional = reader.texts("provisional", false);
    t.claims = reader.words("claims");
    for (const auto* line : reader.tables("line")) {
      TomlReader words(*line, "template.line", faults_);
      t.lines.push_back(words.texts("words"));
      words.done();
      check_words(words, "words", t.lines.back());
    }
    check_words(reader, "title", t.title);
    check_words(reader, "foot", t.foot);
    check_words(reader, "statement", t.statement);
    check_words(reader, "provisional", t.provisional);
    check_words(reader, "claims", t.claims);
    reader.done();
    templates.push_back(std::move(t));
  }

  void check_words(TomlReader& reader, const std::string& key, const form::Texts& texts) {
    for (const auto& [language, words] : texts) {
      for (const form::Mark& mark : form::marks_of(words)) {
        if (!form_ || catalogue::is_slip_word(mark.name) || form_->question(mark.name)) continue;
        reader.fault(key, "nothing is called ${" + mark.name + "} (" + language + ")",
                     "Write a question's name, or number, tracking, amount, date or office");
      }
    }
  }

  void numbers(const toml::table& table) {
    TomlReader reader(table, "numbering", faults_);
    for (const auto& entry : table) {
      std::string key(entry.first.str());
      numbering[key] = reader.text(key);
    }
  }

  void rights(const toml::table& table) {
    TomlReader reader(table, "may", faults_);
    for (const auto& entry : table) {
      std::string act(entry.first.str());
      if (!among(acts, act)) reader.fault(act, "Karvan knows no act \"" + act + "\"", "Write one of " + joined(acts));
      may[act] = known_list(reader, act, roles);
    }
  }

  TomlReader top_;
  const std::optional<form::Form>& form_;
  Faults& faults_;
};

}  // namespace

std::optional<ServiceFile> read_service(const std::string& folder, const std::string& bytes,
                                        const Institutions& institutions, const std::optional<form::Form>& form,
                                        std::vector<Fault>& all) {
  Faults faults(folder + "/service.toml", "", all);
  toml::table table = parse_toml(bytes, faults);
  if (faults.any()) return std::nullopt;
  ServiceReader reader(table, form, faults);
  reader.head(institutions);
  reader.parts();
  if (faults.any() || !form) return std::nullopt;
  catalogue::Service service{.id = folder, .version = {}, .form = *form};
  service.title = reader.title;
  service.institution = reader.institution;
  service.calendar = reader.calendar;
  service.consent = reader.consent;
  service.reopens = reader.reopens;
  service.stages = reader.stages;
  service.fees = reader.fees;
  service.parties = reader.parties;
  service.documents = reader.documents;
  service.numbering = reader.numbering;
  service.templates = reader.templates;
  service.policy = reader.policy;
  service.may = reader.may;
  service.retention_days = reader.retention_days;
  return ServiceFile{std::move(service), reader.effective};
}

}  // namespace karvan::central::author
