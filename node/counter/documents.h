#pragma once
#include <string>
#include <string_view>

#include "node/counter/world.h"

// What stands in a document's way, for decisions and for the page that offers them.
namespace karvan::counter {

// The template of what the service issues; nullptr where it issues nothing.
const catalogue::Template* certificate_of(const catalogue::Service& service);
// The kind of number that a document takes: "certificate" -> "domicile".
std::string serial_kind(const catalogue::Service& service, std::string_view document);
bool is_certificate(const catalogue::Service& service, const model::Serial& serial);

// May its number be taken? not_found, document_issued_already, not_decided, decided_already (refused),
// stage_not_reached, document_field_held
Result<void> issuable(const Application& app);
// May it leave the desk? document_not_issued, handed_over_already, document_field_held, print_outcome_unknown
Result<void> can_leave(const Application& app, const model::Serial& serial);

}  // namespace karvan::counter
