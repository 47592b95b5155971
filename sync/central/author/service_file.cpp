#include "sync/central/author/service_file.h"

#include <algorithm>

#include "sync/central/author/fees_file.h"
#include "sync/central/author/stages_file.h"
#include "sync/form/expression.h"

namespace karvan::central::author {

namespace {

using catalogue::Party;
using catalogue::Template;

// What check_actor of sync/rules asks about an application.
const KnownWords acts = {"start",     "file",    "change", "take_payment", "waive",   "refund", "issue",
                         "void",      "advance", "attach", "show",         "approve", "return", "resolve",
                         "hand_over", "decide",  "close",  "settle",       "erase"};
const KnownWords proofs = {"identity", "consent", "biometric", "signature"};
const KnownWords bases = {"card", "document", "witness", "none"};
const KnownWords policies = {"issue", "collect", "online"};
const KnownWords media = {"slip", "page"};

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
    withdrawn = top_.date("withdrawn");
    if (!withdrawn.empty() && withdrawn <= effective)
      top_.fault("withdrawn", "the service would be withdrawn before it is in force", "Write a later date");
    papers();
    persons();
  }

  // What every applicant brings; where the form has a question by that name, filing wants its file.
  void papers() {
    documents = top_.list("documents");
    for (const auto& name : documents) {
      const auto* question = form_ ? form_->question(name) : nullptr;
      if (!question) continue;
      check_question(top_, "documents", name, form_);
      if (!form::is_attachment(question->type))
        top_.fault("documents", "\"" + name + "\" is answered in words",
                   "Write the name of an image or file question, or one that no question has");
    }
  }

  // Answers that together say for whom it is.
  void persons() {
    once = form_ ? catalogue::default_once(*form_) : std::vector<std::string>{};
    if (!top_.has("once")) return;
    once = top_.list("once");
    for (const auto& name : once) {
      check_question(top_, "once", name, form_);
      const auto* question = form_ ? form_->question(name) : nullptr;
      if (question && catalogue::is_repeated(*form_, *question))
        top_.fault("once", "\"" + name + "\" is asked of each entry of a repeat",
                   "Write a question outside of repeats");
    }
  }

  void parts() {
    stages = read_stages(top_, policy, faults_);
    fees = read_fees(top_, form_, faults_);
    closings = read_closings(top_, fees, faults_);
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
  catalogue::Policy policy = catalogue::Policy::collect;
  int retention_days = 0;
  std::string effective, withdrawn;
  std::vector<std::string> documents, once;
  StagesFile stages;
  std::vector<catalogue::FeeLine> fees;
  std::vector<catalogue::Closing> closings;
  std::vector<Party> parties;
  std::vector<Template> templates;
  std::map<std::string, std::string> numbering;
  std::map<std::string, std::vector<std::string>> may;

 private:
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
    if (!p.name.empty()) check_question(reader, "name", p.name, form_);
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
  service.reopens = reader.stages.reopens;
  service.once = reader.once;
  service.stages = reader.stages.stages;
  service.closings = reader.closings;
  service.fees = reader.fees;
  service.parties = reader.parties;
  service.documents = reader.documents;
  service.numbering = reader.numbering;
  service.templates = reader.templates;
  service.policy = reader.policy;
  service.may = reader.may;
  service.retention_days = reader.retention_days;
  service.keep_until = reader.stages.keep_until;
  return ServiceFile{std::move(service), reader.effective, reader.withdrawn};
}

}  // namespace karvan::central::author
