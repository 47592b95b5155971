#pragma once
#include <vector>

#include "storage/model/json.h"
#include "storage/model/record.h"
#include "sync/catalogue/catalogue.h"
#include "sync/central/store/applications.h"
#include "sync/central/store/feeds.h"

// Parts of an application as JSON, by openapi.yaml. `service` may be unknown (nullptr).
namespace karvan::central {

// An operation with its newest verdict.
struct Act {
  model::Op op;
  model::Verdict verdict;
};

json::object show_line(const ApplicationRow& row, const catalogue::Service* service);
json::object show_whole(const ApplicationRow& row, const model::Record& record, const std::vector<Act>& acts,
                        const catalogue::Service* service);

}  // namespace karvan::central
