#pragma once
#include <string>
#include <string_view>

// The names of what the records file says of the centre itself (Records::meta).
namespace karvan::central {

inline constexpr std::string_view meta_centre_epoch = "centre_epoch";  // this life of the centre
inline constexpr std::string_view meta_fleet = "fleet";                // number of the fleet state
// "1" after the centre was restored, until a person has set the allocator past whatever was lent since the backup.
// Why no number is lent: the name of a box whose lease was lent anew after a restore, or `held_restored`, which names
// none; "": they are lent.
inline constexpr std::string_view meta_grants_held = "grants_held";
inline constexpr std::string_view held_restored = "/restored";
inline constexpr std::string_view meta_numbers_floor = "numbers_floor";  // no number up to it is lent any more

// The lives that were lost in restores (lives.h).
inline constexpr std::string_view meta_restored_from = "restored_from";
inline constexpr std::string_view meta_admitted = "admitted";  // up to which of the inbox's admitted ones were judged

// How far an office's feed is covered by a verified copy.
inline std::string meta_safe_of(std::string_view feed) { return "safe/" + std::string(feed); }

}  // namespace karvan::central
