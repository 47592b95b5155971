#include "storage/store/commands.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "storage/model/json.h"
#include "storage/store/rows.h"

namespace karvan::store {
namespace {

constexpr std::size_t answer_bytes_max = 64 << 20;  // beyond any: it was written here

using Words = std::vector<std::string>;

void blank(json::value& in, const Words& said) {
  const auto says = [text = in.if_string()](const auto& word) { return text->find(word) != text->npos; };
  if (in.is_string() && std::any_of(said.begin(), said.end(), says)) in.as_string().clear();
  if (auto* list = in.if_array())
    for (auto& each : *list) blank(each, said);
  if (auto* members = in.if_object())
    for (auto& member : *members) blank(member.value(), said);
}

// As it stands between quotes in an answer.
std::string inside_quotes(std::string_view said) {
  const auto quoted = json::write(json::value(said));
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

Result<std::optional<Answer>> Commands::answer(std::string_view cmd) {
  return first(db_->query("SELECT status, body, at_ms, asked FROM commands WHERE cmd = ?", cmd), [](const auto& row) {
    return Answer{static_cast<int>(row.integer(0)), row.blob(1), row.integer(2), row.text(3)};
  });
}

Result<void> Commands::keep(std::string_view cmd, const Answer& answer) {
  TRY(auto kept, db_->run("INSERT OR IGNORE INTO commands (cmd, asked, status, body, at_ms) VALUES (?, ?, ?, ?, ?)",
                          cmd, answer.asked, answer.status, sqlite::Blob{answer.body}, answer.at_ms));
  if (kept == 0) return fail(Code::internal, {}, "command answered before");
  return {};
}

Result<void> Commands::forget(std::vector<std::string> said) {
  std::erase_if(said, [](const auto& word) { return word.size() < forgotten_bytes_min; });
  if (said.empty()) return {};
  Words quoted;
  for (const auto& word : said) quoted.push_back(inside_quotes(word));
  std::vector<std::pair<std::int64_t, json::value>> answers;
  {
    TRY(auto rows, db_->query("SELECT row, body FROM commands"));
    for (;;) {
      TRY(const bool more, rows.next());
      if (!more) break;
      const auto says = [bytes = rows.bytes(1)](const auto& word) { return bytes.find(word) != bytes.npos; };
      if (std::none_of(quoted.begin(), quoted.end(), says)) continue;
      TRY(auto body, json::parse_object(rows.blob(1), answer_bytes_max));
      answers.emplace_back(rows.integer(0), std::move(body));
    }
  }
  for (auto& [row, body] : answers) {
    blank(body, said);
    const auto text = json::write(body);
    TRY_VOID(db_->run("UPDATE commands SET body = ? WHERE row = ?", sqlite::Blob{text}, row));
  }
  return {};
}

Result<std::int64_t> Commands::prune(std::int64_t before_ms, std::size_t limit) {
  return db_->run(
      "DELETE FROM commands WHERE row IN "
      "(SELECT row FROM commands WHERE at_ms < ? ORDER BY at_ms LIMIT ?)",
      before_ms, limit);
}

}  // namespace karvan::store
