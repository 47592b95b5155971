#include "node/api/people.h"

#include <algorithm>

#include "node/api/standing.h"
#include "node/counter/replies.h"
#include "node/counter/spots.h"
#include "sync/rules/parties.h"

namespace karvan::api {
namespace {

using counter::write_texts;

json::array write_list(const std::vector<std::string>& list) { return json::array(list.begin(), list.end()); }

// `name`: as the form has it.
json::object write_party(const catalogue::Party& party, int number, const std::vector<model::Shown>& shown,
                         const std::vector<rules::ToShow>& missing, std::string name) {
  json::array acts, still;
  for (const auto& one : shown) {
    if (one.role != party.role || one.number != number) continue;
    if (!one.name.empty()) name = one.name;
    acts.push_back(
        json::object{{"what", one.what}, {"how", one.how}, {"name", one.name}, {"reason", one.reason}, {"of", one.of}});
  }
  for (const auto& one : missing)
    if (one.party->role == party.role && one.number == number) still.emplace_back(one.what);
  return {{"role", party.role},
          {"title", write_texts(party.title)},
          {"number", number},
          {"name", name},
          {"what", write_list(party.shows)},
          {"bases", write_list(party.bases.empty() ? std::vector<std::string>{"card", "document", "witness", "none"}
                                                   : party.bases)},
          {"shown", std::move(acts)},
          {"later", party.later},
          {"missing", std::move(still)}};
}

json::value or_null(std::int64_t ms) { return ms > 0 ? json::value(ms) : json::value(nullptr); }

}  // namespace

json::array write_parties(const catalogue::Service& service, const std::vector<model::Shown>& shown,
                          const form::Answers& answers) {
  const auto missing = rules::missing_shown(service, shown, false);
  json::array list;
  for (const auto& party : service.parties) {
    int last = party.least;
    for (const auto& one : shown)
      if (one.role == party.role) last = std::max(last, std::min(one.number, party.most));
    for (int number = 1; number <= last; ++number)
      list.push_back(
          write_party(party, number, shown, missing, counter::answer_of(service.form, answers, party.name, number)));
  }
  return list;
}

json::object write_consent(const catalogue::Service& service) {
  return {{"version", service.consent.version}, {"text", write_texts(service.consent.text)}};
}

json::object write_attachment(const model::Attached& attached) {
  return {{"question", attached.name},
          {"hash", attached.hash},
          {"media", attached.media},
          {"bytes", attached.bytes},
          {"exception", attached.exception}};
}

json::object write_shift(core::Book& book, const counter::ShiftBook& shift) {
  json::object o{{"id", shift.id},
                 {"staff", shift.staff},
                 {"name", name_of_staff(book, shift.staff)},
                 {"seat", shift.seat},
                 {"opened_at", shift.opened_ms},
                 {"closed_at", or_null(shift.closed_ms)},
                 {"currency", shift.currency},
                 {"float", shift.opening_float},
                 {"received", shift.received},
                 {"refunded", shift.refunded},
                 {"remitted", shift.remitted},
                 {"expected", shift.expected()},
                 {"counted", nullptr},
                 {"difference", nullptr}};
  if (shift.counted) {
    o["counted"] = *shift.counted;
    o["difference"] = *shift.counted - shift.expected();
  }
  return o;
}

}  // namespace karvan::api
