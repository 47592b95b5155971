#pragma once
#include <string>

#include "sync/form/form.h"

namespace karvan::central::author {

// The form as an ODK XForm (https://getodk.github.io/xforms-spec), UTF-8 XML that other tools of the ODK family read:
// every text in every language by itext, choice lists and tables as secondary instances, `${name}` as paths. Karvan's
// own columns have no meaning there and are left out. The definition must be one that `form::Form::make` takes; the
// same definition gives the same bytes.
std::string write_xform(const form::Definition& definition);

}  // namespace karvan::central::author
