#pragma once
#include <string>
#include <string_view>

#include "storage/seal/entropy.h"
#include "sync/central/api/views.h"
#include "sync/central/reconcile/act.h"
#include "sync/central/store/institution_keys.h"
#include "sync/http/server.h"

// The door for the programs of institutions: they take applications over and decide (openapi.yaml, institution/…).
// `Authorization: Bearer KEY`; each sees the applications of its own services only.
namespace karvan::central {

inline constexpr std::string_view institution_list = "institution/applications";

bool is_institutions(std::string_view route);  // of `institution_act`

// The bearer's key; not_signed_in for one that is unknown, wrong or revoked, or whose officer was dismissed.
Result<InstitutionKey> institution_of(Views& views, const http::Request& request);

// accept, decide. unknown_application also for another institution's. stage_not_reached, exists_already (accepted
// already), decided_already, reason_missing, unknown_question, role_not_allowed (a field that is not the
// institution's).
Result<PersonsAct> institution_act(Views& views, const http::Request& request);

// Those that wait for this institution, the longest first.
Result<http::Response> institution_applications(Views& views, const http::Request& request);

// The text of a key: told once.
struct MadeKey {
  std::string text;
  std::string id, digest;
};
MadeKey make_institution_key(const seal::Entropy& entropy);

}  // namespace karvan::central
