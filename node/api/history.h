#pragma once
#include "node/core/core.h"
#include "storage/model/json.h"
#include "sync/rules/matters.h"

// What became of an application, as openapi.yaml has it.
namespace karvan::api {

// As both pages show them (sync/show), and whether a return wants the stage reached again.
json::array write_stages(core::Book& book, const counter::Application& app);
json::array write_documents(const counter::Application& app);
// What of it a person must look at: of the record, and of the box's (`node`) own operations what waits or was refused.
std::vector<rules::Matter> open_matters(const std::string& node, const counter::Application& app,
                                        const std::vector<store::LogLine>& own);
// Those that are settled by a person's word; fields in question have sides of their own.
json::array write_alarms(const std::string& node, const counter::Application& app,
                         const std::vector<store::LogLine>& own);
// Into `o`: {kind, what, op, reason, outcomes}.
void write_matter(const rules::Matter& matter, json::object& o);
// With where each file stands on its way to the centre.
Result<json::array> write_attachments(core::Book& book, const counter::Application& app);

}  // namespace karvan::api
