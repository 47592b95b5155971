#pragma once
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

// {questions, groups, missing}: of the questions and groups named, or of all. Calculations and hidden questions have
// no face and are left out.
json::object write_states(const form::Instance& form, const std::set<std::string>& only);
json::object write_states(const form::Instance& form);

}  // namespace karvan::counter
