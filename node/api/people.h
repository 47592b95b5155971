#pragma once
#include <string>
#include <vector>

#include "node/core/core.h"
#include "storage/model/json.h"

// Parts that several views show, as openapi.yaml has them.
namespace karvan::api {

// Every party of the service, with what each showed and has still to show. `answers` name the first of a role.
json::array write_parties(const catalogue::Service& service, const std::vector<model::Shown>& shown,
                          const form::Answers& answers);
json::object write_consent(const catalogue::Service& service);
json::object write_attachment(const model::Attached& attached);

json::object write_shift(core::Book& book, const counter::ShiftBook& shift);

// Of the applications that a person must look at: one for each cause. Newest first, at most `limit` applications.
Result<json::array> list_reviews(core::Book& book, std::size_t limit);
// How many applications it tells of; cheap, for the bar.
Result<std::size_t> count_reviews(core::Book& book);

inline constexpr std::size_t reviews_max = 200;

}  // namespace karvan::api
