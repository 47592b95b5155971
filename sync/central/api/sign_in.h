#pragma once
#include <string_view>

#include "sync/central/store/files.h"
#include "sync/rules/roles.h"

namespace karvan::central {

// The body of the command sign_in: {cmd, staff, pin}. A wrong PIN counts; ten wrong ones disable the person until
// headquarters sets a new PIN. Errors: malformed and its kin, pin_wrong (an unknown person too), pin_disabled,
// role_not_allowed (work at the desk gives no right to this page). Some 30 ms for the hash.
Result<rules::Staff> sign_in(Files& files, std::string_view body);

// Who may use this page: supervisor, clerk, auditor.
bool may_enter(const rules::Staff& staff);

}  // namespace karvan::central
