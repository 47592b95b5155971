#pragma once
#include <string>
#include <string_view>

#include "sync/central/reconcile/act.h"

// What clerks may do on the page: openapi.yaml, commands. Auditors and supervisors only look.
namespace karvan::central {

bool is_clerks(std::string_view route);  // of `clerks_act`

// `route` "commands/change_application", "commands/resolve", "commands/close_application", "commands/settle".
// role_not_allowed, malformed and its kin, reason_missing; when it is made, also constraint_failed, field_not_held and
// what the rules refuse.
Result<PersonsAct> clerks_act(std::string_view route, const std::string& body, const rules::Staff& me);

// {op, fate, reason, fields: {NAME: FATE}}; fate is "" while it is not settled.
std::string show_outcome(const Outcome& outcome);

// Digest of who asked what.
std::string digest_of(std::string_view who, std::string_view route, std::string_view body);

}  // namespace karvan::central
