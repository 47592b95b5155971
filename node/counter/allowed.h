#pragma once
#include <string>
#include <string_view>

#include "node/counter/decision.h"

// Inside this room: refusals that several decisions share.
namespace karvan::counter {

// role_not_allowed
Result<void> may(const World& world, const By& by, std::string_view act, const catalogue::Service* service);

// catalogue_missing
Result<const catalogue::Service*> service_of(const World& world, const Draft& draft);
// draft_changed_elsewhere, with the version that it has now
Result<const Draft*> draft_as_seen(const World& world, std::string_view id, std::uint64_t seen);
// reason_missing, answer_too_long
Result<void> reasoned(std::string_view reason);
// field_missing, answer_too_long
Result<void> told(std::string_view field, std::string_view value);
// form_incomplete, attachment_missing where it is a picture or a scan that is missing; the question in `where`
Result<void> complete(const form::Instance& form);

// The decision of one operation on the application, where the centre's own check lets it pass.
Result<Decision> only(const World& world, const Application& app, model::Op op);

// The next version of a draft, by this person.
void sign(Draft& draft, const World& world, const By& by);
// Whether the summary printed last still says what the draft says.
bool has_summary(const Draft& draft);

bool is_picture(const form::Question& question);  // its answer is an attachment's hash
// The field of this record that is held, of those named; empty: none.
std::string first_held(const model::Record& record, const std::vector<std::string>& fields);

}  // namespace karvan::counter
