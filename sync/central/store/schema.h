#pragma once
#include <cstddef>
#include <span>
#include <string_view>

#include "storage/sqlite/migrations.h"

namespace karvan::central {

// Steps of each file's schema. To stay portable to PostgreSQL (DESIGN: centre): keys begin with the shard key (inbox:
// node; records: office), no triggers, no global sequences; a feed's position comes from its own head row in the same
// transaction.
std::span<const std::string_view> inbox_schema();
std::span<const std::string_view> records_schema();

// The step of the records that writes every entry anew leads to this version.
inline constexpr std::size_t entries_anew = 7;

}  // namespace karvan::central
