#pragma once
#include <map>
#include <set>
#include <string>

#include "node/counter/world.h"
#include "storage/model/json.h"

// Values as the page reads them (node/api/openapi.yaml): what replies and views have in common.
namespace karvan::counter {

// {id, name, role, seat, locked, under}: of whoever sits there, who is on the roster.
json::object write_me(const World& world, const Seat& seat);

// {en, ur, …}
json::object write_texts(const form::Texts& texts);

// {minor, currency}
json::object write_money(const model::Money& money);

// {questions, groups, repeats, missing, fee} by key: of all that stands in the form, or after a change of what it
// changed, which is all of an instance that came. Calculations and hidden questions have no face and are left out.
json::object write_states(const catalogue::Service& service, const form::Instance& form);
json::object write_changes(const catalogue::Service& service, const form::Instance& before, const form::Instance& after,
                           const std::set<std::string>& changed);

// FeeShown: each line with its reason. `waived`: of a line's id, in minor units.
json::object write_fee(const catalogue::Fee& fee, const std::map<std::string, std::int64_t>& waived = {});

// LookedUp
json::object write_looked_up(const LookedUp& one);

}  // namespace karvan::counter
