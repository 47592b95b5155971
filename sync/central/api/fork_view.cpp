#include "sync/central/api/fork_view.h"

#include "sync/central/store/fork_words.h"

namespace karvan::central {
namespace {

std::string_view state_of(const Node& node, const std::optional<ForkWord>& word) {
  if (!node.fork.empty() || !word) return "noticed";
  return word->epoch.empty() ? "code_told" : "settled";
}

}  // namespace

Result<json::value> show_fork(sqlite::Database& inbox, const Node& node) {
  std::optional<ForkWord> word;
  if (node.any_word) {
    TRY(word, ForkWords(inbox).last(node.name, node.head_key));
  }
  if (node.fork.empty() && !word) return json::value(nullptr);
  json::object shown{{"state", state_of(node, word)}, {"told_at", nullptr}, {"other_seen", nullptr}};
  if (word) shown["told_at"] = word->said_ms;
  if (word && word->other_ms) shown["other_seen"] = *word->other_ms;
  return json::value(std::move(shown));
}

}  // namespace karvan::central
