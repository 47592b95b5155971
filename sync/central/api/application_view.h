#pragma once
#include <set>
#include <string>
#include <vector>

#include "storage/model/json.h"
#include "storage/model/record.h"
#include "sync/catalogue/catalogue.h"
#include "sync/central/store/applications.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/reviews.h"
#include "sync/show/who.h"

// Parts of an application as JSON, by openapi.yaml. `service` may be unknown (nullptr).
namespace karvan::central {

// An operation with its newest verdict; of one that was erased, what may still be told of it.
struct Act {
  model::Op op;
  model::Verdict verdict;
  bool erased = false;
};

// What an application is shown with.
struct Showing {
  const catalogue::Service* service = nullptr;
  show::NameOf name_of;
  std::int64_t now_ms = 0;
  std::vector<Act> acts = {};
  std::vector<ReviewRow> reviews = {};
  std::set<std::string> missing_files = {};  // hashes of attachments that have not arrived (P11)
};

json::object show_line(const ApplicationRow& row, const Showing& showing);
// `closings` is left empty: it depends on who asks.
json::object show_whole(const ApplicationRow& row, const model::Record& record, const Showing& showing);
// `row` may be nullptr: what is looked at is no application.
json::object show_review(const ReviewRow& review, const ApplicationRow* row, const model::Record& record,
                         const Showing& showing);
// For the program of an institution: the answers as they are, and which of them are held.
json::object show_to_institution(const ApplicationRow& row, const model::Record& record, const Showing& showing);

}  // namespace karvan::central
