#include "sync/central/store/nodes.h"

#include "storage/model/tracking.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/rows.h"

namespace karvan::central {
namespace {

constexpr std::string_view node_columns =
    "SELECT name, number, office, head_key, fingerprint, enrolled_ms, "
    "(SELECT r.revoked_ms FROM revocation AS r WHERE r.node = name AND r.head_key = node.head_key), fork, seen_ms, "
    "EXISTS (SELECT 1 FROM revocation AS r WHERE r.node = name), "
    "EXISTS (SELECT 1 FROM fork_word AS w WHERE w.node = name), "
    "EXISTS (SELECT 1 FROM node_key AS k WHERE k.node = name AND k.head_key <> node.head_key) FROM node ";

constexpr std::string_view revocation_columns =
    "SELECT r.node, r.head_key, coalesce(r.epoch, ''), r.seq, r.revoked_ms FROM revocation AS r ";

std::optional<std::int64_t> optional_at(const sqlite::Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.integer(column);
}

Node node_at(const sqlite::Statement& row) {
  return {row.text(0),          static_cast<std::uint32_t>(row.integer(1)),
          row.text(2),          row.text(3),
          row.text(4),          row.integer(5),
          optional_at(row, 6),  row.text(7),
          optional_at(row, 8),  row.integer(9) != 0,
          row.integer(10) != 0, row.integer(11) != 0};
}

Revocation revocation_at(const sqlite::Statement& row) {
  return {row.text(0), row.text(1), row.text(2), count_at(row, 3), row.integer(4)};
}

}  // namespace

Result<std::optional<Node>> Nodes::get(std::string_view name) {
  return first(db_->query(std::string(node_columns) + "WHERE name = ?", name), node_at);
}

Result<std::vector<Node>> Nodes::list() {
  return all(db_->query(std::string(node_columns) + "ORDER BY name"), node_at);
}

Result<void> Nodes::put(const Node& n) {
  TRY(auto before, get(n.name));
  TRY_VOID(
      db_->run("INSERT INTO node (name, number, office, head_key, fingerprint, enrolled_ms) VALUES (?,?,?,?,?,?) "
               "ON CONFLICT (name) DO UPDATE SET office = excluded.office, fork = '', "
               "head_key = excluded.head_key, fingerprint = excluded.fingerprint, enrolled_ms = excluded.enrolled_ms",
               n.name, n.number, n.office, n.head_key, n.fingerprint, n.enrolled_ms));
  if (!n.head_key.empty())
    TRY_VOID(
        db_->run("INSERT INTO node_key (node, head_key, since_ms) VALUES (?,?,?) "
                 "ON CONFLICT (node, head_key) DO NOTHING",
                 n.name, n.head_key, n.enrolled_ms));
  if (!before || before->head_key == n.head_key) return {};
  TRY(auto forks, Inbox(*db_).forks(n.name));
  TRY_VOID(db_->run("UPDATE node SET forks_settled = ?2 WHERE name = ?1", n.name, forks));
  return {};
}

Result<std::vector<NodeKey>> Nodes::keys() {
  return all(
      db_->query(
          "SELECT k.node, k.head_key, k.since_ms, k.head_key = n.head_key, EXISTS (SELECT 1 FROM revocation AS r "
          "WHERE r.node = k.node AND r.head_key = k.head_key) FROM node_key AS k JOIN node AS n ON n.name = k.node "
          "WHERE n.fingerprint <> '' ORDER BY k.node, k.since_ms"),
      +[](const sqlite::Statement& row) {
        return NodeKey{row.text(0), row.text(1), row.integer(2), row.integer(3) != 0, row.integer(4) != 0};
      });
}

Result<std::vector<std::string>> Nodes::keys_of(std::string_view name) {
  return all(db_->query("SELECT head_key FROM node_key WHERE node = ? ORDER BY since_ms DESC", name), text_at_0);
}

Result<std::uint32_t> Nodes::number_for(std::string_view name) {
  TRY(auto own, get(name));
  if (own) return own->number;
  TRY(auto free, number(db_->query("SELECT coalesce(min(number), 0) + 1 FROM node AS n "
                                   "WHERE NOT EXISTS (SELECT 1 FROM node AS m WHERE m.number = n.number + 1)")));
  if (free >= static_cast<std::int64_t>(model::node_numbers)) return fail(Code::busy, {}, "node numbers");
  return static_cast<std::uint32_t>(free);
}

Result<void> Nodes::seen(std::string_view name, std::int64_t now_ms) {
  TRY_VOID(db_->run("UPDATE node SET seen_ms = ?2 WHERE name = ?1", name, now_ms));
  return {};
}

Result<void> Nodes::note_fork(std::string_view name, std::string_view where) {
  TRY_VOID(db_->run("UPDATE node SET fork = ?2 WHERE name = ?1 AND fork = ''", name, where));
  return {};
}

Result<void> Nodes::settle_forks(std::string_view name) {
  TRY(auto forks, Inbox(*db_).forks(name));
  TRY_VOID(db_->run("UPDATE node SET fork = '', forks_settled = ?2 WHERE name = ?1", name, forks));
  return {};
}

Result<void> Nodes::revoke(std::string_view name, std::int64_t now_ms) {
  TRY(auto node, get(name));
  if (!node || node->fingerprint.empty()) return fail(Code::not_enrolled, {{"node", std::string(name)}});
  TRY(auto head, Inbox(*db_).head(name, node->head_key));
  return revoke({node->name, node->head_key, head.epoch, head.seq, now_ms});
}

Result<void> Nodes::revoke(const Revocation& r) {
  TRY_VOID(
      db_->run("INSERT INTO revocation (node, head_key, epoch, seq, revoked_ms) VALUES (?,?,?,?,?) "
               "ON CONFLICT (node, head_key) DO NOTHING",
               r.node, r.head_key, r.epoch, r.seq, r.revoked_ms));
  return {};
}

Result<std::optional<Revocation>> Nodes::revocation(std::string_view name, std::string_view head_key) {
  return first(db_->query(std::string(revocation_columns) + "WHERE r.node = ? AND r.head_key = ?", name, head_key),
               revocation_at);
}

Result<std::vector<Revocation>> Nodes::revocations() {
  return all(db_->query(std::string(revocation_columns) + "ORDER BY r.node, r.head_key"), revocation_at);
}

Result<std::vector<Revocation>> Nodes::revoked() {
  return all(db_->query(std::string(revocation_columns) + "JOIN node AS n ON n.name = r.node AND n.head_key = "
                                                          "r.head_key WHERE n.fingerprint <> '' ORDER BY r.node"),
             revocation_at);
}

Result<std::vector<Revocation>> Nodes::without_head() {
  return all(db_->query(std::string(revocation_columns) + "WHERE r.epoch IS NULL"), revocation_at);
}

Result<void> Nodes::set_head(const Revocation& r) {
  TRY_VOID(db_->run("UPDATE revocation SET epoch = ?3, seq = ?4 WHERE node = ?1 AND head_key = ?2", r.node, r.head_key,
                    r.epoch, r.seq));
  return {};
}

Result<std::string> Nodes::key_at(std::string_view name, std::int64_t time_ms) {
  TRY(auto key, first(db_->query("SELECT head_key FROM node_key WHERE node = ? AND since_ms <= ? "
                                 "ORDER BY since_ms DESC LIMIT 1",
                                 name, time_ms),
                      text_at_0));
  return key.value_or("");
}

Result<void> Nodes::put_code(const CodeRow& code) {
  TRY_VOID(db_->run("INSERT INTO code (id, secret, node, office, made_ms) VALUES (?,?,?,?,?)", code.id, code.secret,
                    code.node, code.office, code.made_ms));
  return {};
}

Result<CodeRow> Nodes::code(std::string_view id, std::int64_t now_ms) {
  TRY(auto rows, db_->query("SELECT id, secret, node, office, made_ms, used_ms, digest, answer, tries FROM code "
                            "WHERE id = ?",
                            id));
  TRY(bool found, rows.next());
  if (!found) return fail(Code::enrolment_code_wrong, {}, "code");
  CodeRow code{rows.text(0),    rows.text(1),     rows.text(2), rows.text(3),
               rows.integer(4), !rows.is_null(5), rows.text(6), rows.text(7)};
  bool stale = !code.used && (now_ms - code.made_ms > code_life_ms || rows.integer(8) >= code_tries_max);
  if (stale) return fail(Code::enrolment_code_wrong, {}, "code");
  return code;
}

Result<void> Nodes::use_code(std::string_view id, std::int64_t now_ms, std::string_view digest,
                             std::string_view answer) {
  TRY(auto changed, db_->run("UPDATE code SET used_ms = ?2, digest = ?3, answer = ?4 WHERE id = ?1 AND used_ms IS NULL",
                             id, now_ms, digest, answer));
  if (changed == 0) return fail(Code::enrolment_code_used);
  return {};
}

Result<void> Nodes::count_wrong(std::string_view id) {
  TRY_VOID(db_->run("UPDATE code SET tries = tries + 1 WHERE id = ?", id));
  return {};
}

}  // namespace karvan::central
