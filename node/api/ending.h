#pragma once
#include "node/core/core.h"
#include "storage/model/json.h"

// How an application ended or may be ended, and what of it repeats, as openapi.yaml has it.
namespace karvan::api {

// {closing, closings, refund_due}
json::object write_ending(core::Book& book, const counter::By& by, const counter::Application& app);

// Key of each repeat that stands -> its instances' ids.
json::object write_repeats(core::Book& book, const counter::Application& app);

// How it ended, a word; empty: it is open.
std::string closed_how(const counter::Application& app);

}  // namespace karvan::api
