#include "sync/central/store/applications.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sync/central/store/rows.h"

namespace karvan::central {
namespace {

constexpr std::string_view application_columns =
    "SELECT office, id, node, service, version, tracking, who, words, stage, state, open, currency, filed_ms, "
    "updated_ms, institution, handling, awaits, due_ms, round, escalate_ms, escalate_to, citizen, closed, lapse, "
    "lapse_ms FROM "
    "application ";

ApplicationRow application_at(const sqlite::Statement& row) {
  return {row.text(0),
          row.text(1),
          row.text(2),
          row.text(3),
          row.text(4),
          row.text(5),
          row.text(6),
          row.text(7),
          row.text(8),
          row.text(9),
          row.integer(10),
          row.text(11),
          row.integer(12),
          row.integer(13),
          row.text(14),
          row.text(15),
          row.text(16),
          row.integer(17),
          static_cast<std::uint32_t>(row.integer(18)),
          row.integer(19),
          row.text(20),
          row.integer(21) != 0,
          row.text(22),
          row.text(23),
          row.integer(24)};
}

// For one word against " ali khan": a word begins after a blank. The pattern's own signs are taken for themselves.
std::string pattern(std::string_view word) {
  std::string like = word.empty() ? "%" : "% ";
  for (char c : word) {
    if (c == '%' || c == '_' || c == '\\') like += '\\';
    like += c;
  }
  return like + "%";
}

std::array<std::string, search_words_max> patterns(std::string_view words) {
  std::array<std::string, search_words_max> found;
  for (auto& like : found) {
    words.remove_prefix(std::min(words.find_first_not_of(' '), words.size()));
    auto word = words.substr(0, words.find(' '));
    words.remove_prefix(word.size());
    like = pattern(word);
  }
  return found;
}

}  // namespace

// The tracking number is the id's own: it is written once, or each change would write a page of its index too.
Result<void> Applications::put(const ApplicationRow& a) {
  TRY_VOID(db_->run(
      "INSERT INTO application (office, id, node, service, version, tracking, who, words, stage, state, open, "
      "currency, filed_ms, updated_ms, institution, handling, awaits, due_ms, round, escalate_ms, escalate_to, "
      "citizen, "
      "closed, lapse, lapse_ms) "
      "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (office, id) DO UPDATE SET "
      "node = excluded.node, service = excluded.service, version = excluded.version, "
      "who = excluded.who, words = excluded.words, stage = excluded.stage, state = excluded.state, "
      "open = excluded.open, currency = excluded.currency, filed_ms = excluded.filed_ms, "
      "updated_ms = excluded.updated_ms, institution = excluded.institution, handling = excluded.handling, "
      "awaits = excluded.awaits, due_ms = excluded.due_ms, round = excluded.round, "
      "escalate_ms = excluded.escalate_ms, escalate_to = excluded.escalate_to, citizen = excluded.citizen, "
      "closed = excluded.closed, lapse = excluded.lapse, lapse_ms = excluded.lapse_ms",
      a.office, a.id, a.node, a.service, a.version, a.tracking, a.who, a.words, a.stage, a.state, a.open, a.currency,
      a.filed_ms, a.updated_ms, a.institution, a.handling, a.awaits, a.due_ms, a.round, a.escalate_ms, a.escalate_to,
      a.citizen ? 1 : 0, a.closed, a.lapse, a.lapse_ms));
  return {};
}

Result<std::vector<ApplicationRow>> Applications::list(const ApplicationFilter& f) {
  // A plan is made once, whatever is bound: one that may do without a number would never look it up.
  const std::string_view tracked = f.tracking.empty() ? "?3 = ''" : "tracking = ?3";
  auto like = patterns(f.words);
  return all(db_->query(fmt::format("{}AS a WHERE {}", application_columns, tracked) +
                            " AND (?1 = '' OR office = ?1) AND (?2 = '' OR stage = ?2) "
                            "AND words LIKE ?4 ESCAPE '\\' AND words LIKE ?5 ESCAPE '\\' AND words LIKE ?6 ESCAPE '\\' "
                            "AND (?7 = '' OR state = ?7) AND (?8 = 0 OR (due_ms > 0 AND due_ms < ?9)) "
                            "AND (?10 = '' OR EXISTS (SELECT 1 FROM review AS r WHERE r.office = a.office "
                            "AND r.record = a.office || '/application/' || a.id AND r.kind = ?10)) "
                            "AND (?12 = 0 OR (escalate_ms > 0 AND escalate_ms < ?9)) "
                            "AND (?13 = '' OR closed = ?13 OR (?13 = 'open' AND closed = '')) "
                            "ORDER BY (escalate_ms > 0 AND escalate_ms < ?9) DESC, (due_ms > 0 AND due_ms < ?9) DESC, "
                            "filed_ms DESC LIMIT ?11",
                        f.office, f.stage, f.tracking, like[0], like[1], like[2], f.state, f.late ? 1 : 0, f.now_ms,
                        f.kind, f.limit, f.escalated ? 1 : 0, f.closed),
             application_at);
}

Result<std::vector<ApplicationRow>> Applications::handled(std::string_view institution, std::string_view handling,
                                                          std::size_t limit) {
  return all(
      db_->query(
          std::string(application_columns) +
              "WHERE institution = ? AND handling = ? AND handling <> '' ORDER BY updated_ms, office, id LIMIT ?",
          institution, handling, limit),
      application_at);
}

Result<std::vector<ApplicationRow>> Applications::escalated(std::string_view office, std::int64_t now_ms,
                                                            std::size_t limit) {
  return all(db_->query(std::string(application_columns) +
                            "WHERE escalate_ms > 0 AND escalate_ms < ?1 AND (?2 = '' OR office = ?2) "
                            "ORDER BY escalate_ms, office, id LIMIT ?3",
                        now_ms, office, limit),
             application_at);
}

// Mostly nothing has, and no order need be made of it.
Result<bool> Applications::any_lapsed(std::int64_t now_ms) {
  TRY(auto found,
      number(db_->query("SELECT EXISTS (SELECT 1 FROM application WHERE lapse_ms > 0 AND lapse_ms <= ?)", now_ms)));
  return found > 0;
}

Result<std::vector<ApplicationRow>> Applications::lapsed(std::int64_t now_ms, std::size_t limit) {
  TRY(const bool any, any_lapsed(now_ms));
  if (!any) return std::vector<ApplicationRow>{};
  return all(db_->query(std::string(application_columns) +
                            "WHERE lapse_ms > 0 AND lapse_ms <= ? ORDER BY lapse_ms, office, id LIMIT ?",
                        now_ms, limit),
             application_at);
}

Result<void> Applications::forget_lapse(std::string_view office, std::string_view id) {
  TRY_VOID(db_->run("UPDATE application SET lapse = '', lapse_ms = 0 WHERE office = ? AND id = ?", office, id));
  return {};
}

Result<std::optional<ApplicationRow>> Applications::get(std::string_view office, std::string_view id) {
  return first(db_->query(std::string(application_columns) + "WHERE office = ? AND id = ?", office, id),
               application_at);
}

Result<std::uint64_t> Applications::count() {
  TRY(auto found, number(db_->query("SELECT count(*) FROM application")));
  return static_cast<std::uint64_t>(found);
}

Result<std::uint64_t> Applications::count_late(std::int64_t now_ms) {
  TRY(auto found, number(db_->query("SELECT count(*) FROM application WHERE due_ms > 0 AND due_ms < ?", now_ms)));
  return static_cast<std::uint64_t>(found);
}

Result<std::uint64_t> Applications::count_escalated(std::int64_t now_ms) {
  TRY(auto found,
      number(db_->query("SELECT count(*) FROM application WHERE escalate_ms > 0 AND escalate_ms < ?", now_ms)));
  return static_cast<std::uint64_t>(found);
}

}  // namespace karvan::central
