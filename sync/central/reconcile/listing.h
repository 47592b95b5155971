#pragma once
#include "storage/model/record.h"
#include "sync/catalogue/catalogue.h"
#include "sync/central/store/applications.h"

namespace karvan::central {

// What lists show of an application; `service` may be unknown (nullptr). `last` is the newest verdict on it.
ApplicationRow list_application(const model::RecordId& id, const model::Record& record, const model::Verdict& last,
                                const catalogue::Service* service);

// received is of operations that are not judged yet, so never of a record: settled, held, waiting or refused.
std::string state_of(const model::Record& record, const model::Verdict& last);

// One fate of a whole operation: the operation's, else the stage's, else the worst of its fields and other claims.
model::Fate fate_of(const model::Verdict& verdict);

// What became of an act of the centre itself refuses nobody anything: a stage that it came too late for is no refusal.
model::Verdict shown_verdict(const model::OpId& op, const model::Verdict& verdict);

// For search: Latin capitals made small, hyphens gone; other scripts as they are.
std::string folded(std::string_view text);

}  // namespace karvan::central
