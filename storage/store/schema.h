#pragma once
#include <span>
#include <string_view>

namespace karvan::store {

// The steps of sqlite::migrate. A step that has shipped never changes; the README tells what each table holds.
std::span<const std::string_view> migrations();

}  // namespace karvan::store
