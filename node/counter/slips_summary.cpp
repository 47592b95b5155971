#include <fmt/format.h>

#include <algorithm>

#include "node/counter/allowed.h"
#include "node/counter/fill.h"
#include "node/counter/slips.h"
#include "node/counter/spots.h"
#include "storage/model/tracking.h"

namespace karvan::counter {
namespace {

using form::Question;
using form::Type;

constexpr std::string_view nothing = "\u2014";

bool is_said(const Question& question) {
  return question.type != Type::note && question.type != Type::calculate && question.type != Type::hidden;
}

// The outermost group, which heads its questions on paper; empty: none does.
std::string heading_of(const form::Form& form, const Question& question, std::string_view language) {
  const form::Group* found = nullptr;
  for (auto group = question.group; group != form::no_group; group = found->group) found = &form.groups()[group];
  return found ? std::string(form::text_in(found->label, language)) : "";
}

// In a repeat: which instance it is of, "Member 2".
std::string heading_of(const form::Instance& form, const Spot& spot, std::string_view language) {
  const auto instance = instance_of(spot.key);
  return instance.empty() ? heading_of(form.form(), *spot.question, language) : title_of(form, instance, language);
}

std::string label_of(const form::Instance& form, const Spot& spot, std::string_view language) {
  const auto* state = form.state(spot.key);
  auto label = form::text_in(state->label ? *state->label : spot.question->label, language);
  return std::string(label.empty() ? std::string_view(spot.question->name) : label);
}

SlipRow answer_row(const form::Instance& form, const Spot& spot, const std::string& language) {
  auto label = label_of(form, spot, language);
  auto shown = form.shown(spot.key, language);
  if (shown.empty()) return {std::move(label), std::string(nothing), false, false};
  const bool file = is_picture(*spot.question);
  if (file || spot.question->type == Type::acknowledge)
    return {std::move(label), std::string(word(file ? "attached" : "yes", language)), false, false};
  return {std::move(label), std::move(shown), is_code(*spot.question), true};
}

// Nobody of a family is an answer too.
bool is_empty_repeat(const form::Instance& form, const Spot& spot) {
  return spot.group && spot.group->repeat && spot.number == 0 && form.group_relevant(spot.key) &&
         form.instances(spot.key).empty();
}

void answer_rows(Slip& slip, const form::Instance& form) {
  const auto& questions = form.form().questions();
  const bool chosen = std::any_of(questions.begin(), questions.end(), [](const auto& q) { return q.read_back; });
  std::string under;
  for (const auto& spot : spots_of(form)) {
    if (is_empty_repeat(form, spot)) {
      slip.rows.push_back({std::string(form::text_in(spot.group->label, slip.language)), std::string(nothing)});
      continue;
    }
    if (!spot.question || !form.state(spot.key)->relevant) continue;
    if (!(chosen ? spot.question->read_back : is_said(*spot.question))) continue;
    const auto heading = heading_of(form, spot, slip.language);
    if (!heading.empty() && heading != under) slip.rows.push_back({heading});
    under = heading;
    slip.rows.push_back(answer_row(form, spot, slip.language));
  }
}

// As the desk has noted it, else as the form says.
std::string name_of_party(const Draft& draft, const catalogue::Party& party, int number) {
  for (const auto& shown : draft.shown)
    if (shown.role == party.role && shown.number == number && !shown.name.empty()) return shown.name;
  return answer_of(draft.form.form(), draft.form.answers(), party.name, number);
}

bool signs(const catalogue::Party& party) {
  return std::find(party.shows.begin(), party.shows.end(), "signature") != party.shows.end();
}

int how_many(const Draft& draft, const catalogue::Party& party) {
  int count = party.least;
  for (const auto& shown : draft.shown)
    if (shown.role == party.role) count = std::max(count, shown.number);
  return count;
}

void party_boxes(Slip& slip, const Draft& draft, const catalogue::Service& service) {
  for (const auto& party : service.parties) {
    if (!signs(party)) continue;
    const auto title = std::string(form::text_in(party.title, slip.language));
    const int count = how_many(draft, party);
    for (int number = 1; number <= count; ++number)
      slip.signatures.push_back({count == 1 ? title : fmt::format("{} {}", title, number),
                                 name_of_party(draft, party, number), std::string(word("thumb", slip.language))});
  }
}

void consent(Slip& slip, const catalogue::Consent& consent) {
  if (consent.version.empty()) return;
  slip.rows.push_back({fmt::format("{} (\u2066{}\u2069)", word("consent", slip.language), consent.version)});
  slip.declaration = form::text_in(consent.text, slip.language);
}

}  // namespace

Slip summary(const World& world, const Draft& draft, std::string_view number, std::string_view language) {
  const auto& form = draft.form.form();
  Slip slip{.kind = "summary", .paper = Paper::a4};
  slip.language = language.empty() ? form.default_language() : std::string(language);
  slip.title = form::text_in(form.title(), slip.language);
  slip.number_label = word("summary_number", slip.language);
  slip.number = number;
  slip.statement = word("summary_ask", slip.language);
  answer_rows(slip, draft.form);
  slip.rows.push_back({std::string(word("tracking", slip.language)), model::tracking_of(draft.id), true, false});
  slip.rows.push_back({std::string(word("date", slip.language)), world.when().today, true, false});
  const auto* service = world.catalogue().version(draft.pin.service, draft.pin.version);
  if (service) {
    slip.issuer = form::text_in(service->institution.title, slip.language);
    slip.title = form::text_in(service->title, slip.language);
    consent(slip, service->consent);
    party_boxes(slip, draft, *service);
  }
  slip.title = fmt::format("{}\n{}", word("summary", slip.language), slip.title);
  return slip;
}

Slip day_slip(const World& world, const model::Sheet& sheet, std::string_view text, std::string_view language) {
  Slip slip{.kind = "day_sheet", .paper = Paper::a4};
  slip.language = language.empty() ? "en" : std::string(language);
  slip.issuer = world.site().stop;
  slip.title = word("day_sheet", slip.language);
  slip.number_label = word("date", slip.language);
  slip.number = sheet.date;
  slip.verbatim = fmt::format("{}\n{}\n", text, sheet.signature);
  slip.signatures.push_back({std::string(word("supervisor", slip.language)), "", ""});
  slip.qr = fmt::format("KD1|{}|{}|{}\n{}\n", world.site().node, sheet.date, sheet.digest, sheet.signature);
  return slip;
}

}  // namespace karvan::counter
