#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "storage/model/record.h"
#include "sync/catalogue/catalogue.h"
#include "sync/central/store/applications.h"
#include "sync/central/store/reviews.h"

namespace karvan::central {

// What lists show of an application; `service` may be unknown (nullptr). `last` is the newest verdict on it.
ApplicationRow list_application(const model::RecordId& id, const model::Record& record, const model::Verdict& last,
                                const catalogue::Service* service);

// What is left of a record's stages for the centre to reach, and the files that it names.
struct Plan {
  struct Step {
    std::string stage;
    bool ready = false;        // all that it needs but files is there
    bool wants_files = false;  // and those too
  };
  std::vector<Step> steps;
  std::set<std::string> files;  // hashes
  model::HybridTime after;      // all that was reached
};

Plan plan_of(const model::Record& record, const catalogue::Service& service);

// What a record's rows say, made of the record alone.
struct Projection {
  std::string body;
  std::optional<ApplicationRow> listed;
  std::vector<ReviewRow> reviews;
  Plan plan;  // nothing where its service is unknown
};

// `op` and `verdict` are of the last operation on it.
Projection project(const model::RecordId& id, const model::Record& record, const model::OpId& op,
                   const model::Verdict& verdict, const catalogue::Service* service);

// received is of operations that are not judged yet, so never of a record: settled, held, waiting or refused.
std::string state_of(const model::Record& record, const model::Verdict& last);

// One fate of a whole operation: the operation's, else the stage's, else the worst of its fields and other claims.
model::Fate fate_of(const model::Verdict& verdict);

// What became of an act of the centre itself refuses nobody anything: a stage that it came too late for is no refusal.
model::Verdict shown_verdict(const model::OpId& op, const model::Verdict& verdict);

// For search: Latin capitals made small, hyphens gone; other scripts as they are.
std::string folded(std::string_view text);

}  // namespace karvan::central
