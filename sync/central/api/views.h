#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "storage/model/json.h"
#include "sync/central/api/application_view.h"
#include "sync/central/api/house.h"
#include "sync/central/reconcile/reference.h"
#include "sync/central/store/applications.h"

namespace karvan::central {

// What the page reads (openapi.yaml), as JSON. One thread.
class Views {
 public:
  static Result<Views> open(const House& house);

  Files& files() { return *files_; }
  Result<void> refresh();  // roster and catalogue
  const rules::Staff* staff(std::string_view id) const { return reference_.staff(id); }

  std::string hello(const rules::Staff* me) const;
  json::object person(const rules::Staff& person) const;
  const Reference& reference() const { return reference_; }
  // status, applications, applications/OFFICE/ID, reviews. unknown_route, unknown_application. What `query` says of
  // citizens counts for nothing: see search.
  // `me`: what they may do is told with an application.
  Result<std::string> get(std::string_view route, const std::map<std::string, std::string>& query,
                          const rules::Staff& me);
  // Applications by what they say, and by the filters of the list: `body` is an object of texts. malformed.
  Result<std::string> search(std::string_view body);
  // What an institution's program is told of an application.
  Result<json::object> for_institution(const ApplicationRow& row);

 private:
  Views(const House& house, std::unique_ptr<Files> files);
  Result<std::string> status();
  using Filters = std::map<std::string, std::string>;
  Result<std::string> applications(const std::string& words, const Filters& filters);
  show::NameOf names() const;
  Result<Showing> showing_of(const ApplicationRow& row);
  Result<model::Record> record(std::string_view office, std::string_view id);
  Result<std::set<std::string>> missing_files(const model::Record& record);
  Result<std::string> reviews(const std::map<std::string, std::string>& query);
  Result<json::array> escalations(const ReviewFilter& filter);
  Result<json::object> review(ReviewRow row);
  Result<void> show_writer(const ReviewRow& row, json::object& shown);
  Result<std::string> application(std::string_view office, std::string_view id, const rules::Staff& me);

  const House* house_;
  std::unique_ptr<Files> files_;  // its place stays when the views move
  Reference reference_;
};

}  // namespace karvan::central
