#pragma once
#include "node/core/core.h"
#include "storage/model/json.h"

// What became of an application, as openapi.yaml has it.
namespace karvan::api {

// As both pages show them (sync/rules/sides.h), and whether a return wants the stage reached again.
json::array write_stages(core::Book& book, const counter::Application& app);
json::array write_documents(const counter::Application& app);
json::array write_alarms(const counter::Application& app);
// With where each file stands on its way to the centre.
Result<json::array> write_attachments(core::Book& book, const counter::Application& app);

}  // namespace karvan::api
