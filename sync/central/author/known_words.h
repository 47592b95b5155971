#pragma once
#include <span>
#include <string>
#include <string_view>

// What an author may write in a place: a list of words that are known there.
namespace karvan::central::author {

bool among(std::span<const std::string_view> words, std::string_view word);
// For a fault's text: "desk, supervisor, centre".
std::string joined(std::span<const std::string_view> words);

}  // namespace karvan::central::author
