#include "sync/central/store/schema.h"

#include <array>

namespace karvan::central {
namespace {

constexpr auto inbox = std::to_array<std::string_view>({R"sql(
CREATE TABLE node (
  name TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, office TEXT NOT NULL, head_key TEXT NOT NULL,
  fingerprint TEXT NOT NULL, enrolled_ms INTEGER NOT NULL, revoked_ms INTEGER, fork TEXT NOT NULL DEFAULT '',
  seen_ms INTEGER, forks_settled INTEGER NOT NULL DEFAULT 0);
CREATE TABLE code (
  id TEXT PRIMARY KEY, secret TEXT NOT NULL, node TEXT NOT NULL, office TEXT NOT NULL, made_ms INTEGER NOT NULL,
  used_ms INTEGER, tries INTEGER NOT NULL DEFAULT 0, digest TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL DEFAULT '');
CREATE TABLE epoch (
  node TEXT NOT NULL, epoch TEXT NOT NULL, prior_epoch TEXT NOT NULL, prior_seq INTEGER NOT NULL,
  prior_hash BLOB NOT NULL, parent_epoch TEXT, parent_seq INTEGER NOT NULL DEFAULT 0,
  received INTEGER NOT NULL DEFAULT 0, hash BLOB NOT NULL, PRIMARY KEY (node, epoch));
CREATE TABLE op (
  id INTEGER PRIMARY KEY, node TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, line BLOB NOT NULL,
  hash BLOB NOT NULL, received_ms INTEGER NOT NULL);
CREATE UNIQUE INDEX op_identity ON op (node, epoch, seq);
CREATE TABLE contested (
  node TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, line BLOB NOT NULL,
  received_ms INTEGER NOT NULL, PRIMARY KEY (node, epoch, seq, hash));
)sql",
                                                        R"sql(
CREATE TABLE attachment (
  node TEXT NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL, stored INTEGER NOT NULL,
  arrived INTEGER NOT NULL DEFAULT 0, begun_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL,
  PRIMARY KEY (node, hash));
CREATE INDEX attachment_hash ON attachment (hash) WHERE arrived > 0;
CREATE UNIQUE INDEX attachment_arrived ON attachment (arrived) WHERE arrived > 0;
)sql",
                                                        R"sql(
CREATE TABLE command (
  cmd TEXT PRIMARY KEY, asked TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, made_ms INTEGER NOT NULL);
CREATE INDEX command_age ON command (made_ms);
CREATE TABLE node_key (
  node TEXT NOT NULL, head_key TEXT NOT NULL, since_ms INTEGER NOT NULL, PRIMARY KEY (node, head_key));
INSERT INTO node_key (node, head_key, since_ms) SELECT name, head_key, enrolled_ms FROM node WHERE head_key <> '';
)sql",
                                                        R"sql(
ALTER TABLE node ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
UPDATE node SET changed = rowid WHERE EXISTS (SELECT 1 FROM epoch WHERE epoch.node = node.name);
CREATE INDEX node_changed ON node (changed);
)sql",
                                                        R"sql(
CREATE TABLE epoch_5 (
  id INTEGER PRIMARY KEY, node TEXT NOT NULL, epoch TEXT NOT NULL, base TEXT NOT NULL DEFAULT '',
  first INTEGER NOT NULL DEFAULT 1, prior_epoch TEXT NOT NULL, prior_seq INTEGER NOT NULL, prior_hash BLOB NOT NULL,
  parent_epoch TEXT, parent_seq INTEGER NOT NULL DEFAULT 0, received INTEGER NOT NULL DEFAULT 0, hash BLOB NOT NULL,
  safe INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL, UNIQUE (node, epoch));
INSERT INTO epoch_5 (id, node, epoch, prior_epoch, prior_seq, prior_hash, parent_epoch, parent_seq, received, hash, changed)
  SELECT rowid, node, epoch, prior_epoch, prior_seq, prior_hash, parent_epoch, parent_seq, received, hash, rowid FROM epoch;
DROP TABLE epoch;
ALTER TABLE epoch_5 RENAME TO epoch;
CREATE UNIQUE INDEX epoch_changed ON epoch (changed);
CREATE INDEX epoch_branch ON epoch (node, base) WHERE base <> '';
CREATE INDEX epoch_end ON epoch (node, hash);
CREATE INDEX epoch_child ON epoch (node, parent_epoch, parent_seq) WHERE parent_epoch IS NOT NULL;
CREATE INDEX epoch_orphan ON epoch (node) WHERE parent_epoch IS NULL;
CREATE TABLE op_5 (id INTEGER PRIMARY KEY, line BLOB NOT NULL, hash BLOB NOT NULL, received_ms INTEGER NOT NULL);
INSERT INTO op_5 (id, line, hash, received_ms)
  SELECT e.id * 4294967296 + o.seq, o.line, o.hash, o.received_ms FROM op AS o
  JOIN epoch AS e ON e.node = o.node AND e.epoch = o.epoch;
ALTER TABLE node ADD COLUMN forks INTEGER NOT NULL DEFAULT 0;
UPDATE node SET forks =
  (SELECT count(*) FROM epoch AS c JOIN op AS o ON o.node = c.node AND o.epoch = c.parent_epoch AND
    o.seq = c.parent_seq + 1 WHERE c.node = node.name) +
  (SELECT coalesce(sum(children - 1), 0) FROM (SELECT count(*) AS children FROM epoch AS e WHERE e.node = node.name AND
    e.parent_epoch IS NOT NULL GROUP BY e.parent_epoch, e.parent_seq));
DROP TABLE op;
ALTER TABLE op_5 RENAME TO op;
DROP INDEX node_changed;
ALTER TABLE node DROP COLUMN changed;
ALTER TABLE contested RENAME TO contested_before_5;
)sql",
                                                        R"sql(
CREATE TABLE admitted (row INTEGER PRIMARY KEY, op INTEGER NOT NULL UNIQUE);
)sql",
                                                        R"sql(
CREATE TABLE revocation (
  node TEXT NOT NULL, head_key TEXT NOT NULL, epoch TEXT, seq INTEGER NOT NULL DEFAULT 0, revoked_ms INTEGER NOT NULL,
  PRIMARY KEY (node, head_key));
INSERT INTO revocation (node, head_key, revoked_ms)
  SELECT name, head_key, revoked_ms FROM node WHERE revoked_ms IS NOT NULL;
ALTER TABLE node DROP COLUMN revoked_ms;
ALTER TABLE epoch ADD COLUMN signer TEXT NOT NULL DEFAULT '';
UPDATE epoch SET signer = coalesce(
  (SELECT k.head_key FROM node_key AS k WHERE k.node = epoch.node AND k.since_ms <=
    (SELECT o.received_ms FROM op AS o WHERE o.id > epoch.id << 32 AND o.id < (epoch.id + 1) << 32 ORDER BY o.id LIMIT 1)
    ORDER BY k.since_ms DESC LIMIT 1),
  (SELECT k.head_key FROM node_key AS k WHERE k.node = epoch.node ORDER BY k.since_ms LIMIT 1), '');
)sql",
                                                        R"sql(
UPDATE node SET forks_settled = min(forks_settled, forks);
CREATE TABLE fork_word (
  row INTEGER PRIMARY KEY, node TEXT NOT NULL, head_key TEXT NOT NULL, code TEXT NOT NULL, said_ms INTEGER NOT NULL,
  epoch TEXT NOT NULL DEFAULT '', other TEXT NOT NULL DEFAULT '', other_ms INTEGER);
CREATE INDEX fork_word_node ON fork_word (node, head_key);
ALTER TABLE epoch ADD COLUMN holes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE epoch ADD COLUMN over_gap INTEGER NOT NULL DEFAULT 0;
CREATE TABLE gone (
  node TEXT NOT NULL, epoch TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, told_ms INTEGER NOT NULL,
  PRIMARY KEY (node, epoch, first));
)sql"});

constexpr auto records = std::to_array<std::string_view>({R"sql(
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE cursor (node TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (node, epoch));
CREATE TABLE record (
  office TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (office, id));
CREATE TABLE application (
  office TEXT NOT NULL, id TEXT NOT NULL, node TEXT NOT NULL, service TEXT NOT NULL, version TEXT NOT NULL,
  tracking TEXT NOT NULL, who TEXT NOT NULL, words TEXT NOT NULL, stage TEXT NOT NULL, state TEXT NOT NULL,
  open INTEGER NOT NULL, currency TEXT NOT NULL, filed_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL,
  PRIMARY KEY (office, id));
CREATE INDEX application_newest ON application (filed_ms DESC);
CREATE INDEX application_tracking ON application (tracking);
CREATE TABLE feed_head (feed TEXT PRIMARY KEY, position INTEGER NOT NULL);
CREATE TABLE entry (
  office TEXT NOT NULL, position INTEGER NOT NULL, record TEXT NOT NULL, node TEXT NOT NULL, epoch TEXT NOT NULL,
  seq INTEGER NOT NULL, verdict TEXT NOT NULL, only_author INTEGER NOT NULL, PRIMARY KEY (office, position));
CREATE INDEX entry_record ON entry (office, record, position);
CREATE TABLE document (
  feed TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (feed, position));
CREATE INDEX document_name ON document (feed, kind, name, position);
CREATE TABLE parked (
  office TEXT NOT NULL, record TEXT NOT NULL, node TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
  fate TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (office, record, node, epoch, seq));
CREATE INDEX parked_identity ON parked (node, epoch, seq);
CREATE TABLE serial (
  office TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL, op TEXT NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY (office, kind, number, op));
CREATE INDEX serial_number ON serial (kind, number);
CREATE TABLE allocator (kind TEXT PRIMARY KEY, next INTEGER NOT NULL);
CREATE TABLE lease (
  node TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  issued_ms INTEGER NOT NULL, not_after_ms INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (node, id));
CREATE INDEX lease_range ON lease (kind, first);
CREATE TABLE staff (
  id TEXT PRIMARY KEY, body TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0);
CREATE TABLE todo (
  office TEXT NOT NULL, record TEXT NOT NULL, stage TEXT NOT NULL, after_time TEXT NOT NULL,
  PRIMARY KEY (office, record, stage));
)sql",
                                                          R"sql(
ALTER TABLE application ADD COLUMN institution TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN handling TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN awaits TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN due_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE application ADD COLUMN round INTEGER NOT NULL DEFAULT 1;
CREATE INDEX application_due ON application (due_ms) WHERE due_ms > 0;
CREATE INDEX application_handling ON application (institution, handling, updated_ms);
CREATE TABLE review (
  office TEXT NOT NULL, record TEXT NOT NULL, kind TEXT NOT NULL, what TEXT NOT NULL, writer TEXT NOT NULL,
  opened_ms INTEGER NOT NULL, PRIMARY KEY (office, record, kind, what));
CREATE INDEX review_newest ON review (opened_ms DESC);
CREATE TABLE awaited (
  hash TEXT NOT NULL, office TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (hash, office, record));
CREATE INDEX awaited_record ON awaited (office, record);
CREATE TABLE institution_key (
  id TEXT PRIMARY KEY, digest TEXT NOT NULL, institution TEXT NOT NULL, staff TEXT NOT NULL, name TEXT NOT NULL,
  made_ms INTEGER NOT NULL, revoked_ms INTEGER);
)sql",
                                                          R"sql(
ALTER TABLE application ADD COLUMN escalate_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE application ADD COLUMN escalate_to TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN citizen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE application ADD COLUMN closed TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN lapse TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN lapse_ms INTEGER NOT NULL DEFAULT 0;
CREATE INDEX application_escalate ON application (escalate_ms) WHERE escalate_ms > 0;
CREATE INDEX application_lapse ON application (lapse_ms) WHERE lapse_ms > 0;
)sql",
                                                          R"sql(
ALTER TABLE entry ADD COLUMN hash BLOB NOT NULL DEFAULT x'';
ALTER TABLE document ADD COLUMN hash BLOB NOT NULL DEFAULT x'';
ALTER TABLE feed_head ADD COLUMN hash BLOB NOT NULL DEFAULT x'';
CREATE INDEX document_unhashed ON document (feed, position) WHERE hash = x'';
CREATE INDEX entry_unhashed ON entry (office, position) WHERE hash = x'';
CREATE INDEX parked_reason ON parked (reason);
)sql",
                                                          R"sql(
CREATE TABLE identity (
  digest TEXT NOT NULL, office TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (office, record)) WITHOUT ROWID;
CREATE INDEX identity_digest ON identity (digest);
CREATE TABLE erasure (
  node TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, ordered_by TEXT NOT NULL, person TEXT NOT NULL,
  reason TEXT NOT NULL, shell TEXT NOT NULL, gone INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (node, epoch, seq));
CREATE INDEX erasure_due ON erasure (node, epoch, seq) WHERE gone = 0;
)sql",
                                                          R"sql(
ALTER TABLE lease ADD COLUMN head_key TEXT NOT NULL DEFAULT '';
)sql",
                                                          R"sql(
CREATE TABLE entry_7 (
  office TEXT NOT NULL, position INTEGER NOT NULL, record TEXT NOT NULL, node TEXT NOT NULL, epoch TEXT NOT NULL,
  seq INTEGER NOT NULL, verdict TEXT NOT NULL, only_author INTEGER NOT NULL, hash BLOB NOT NULL DEFAULT x'',
  PRIMARY KEY (office, position)) WITHOUT ROWID;
INSERT INTO entry_7 (office, position, record, node, epoch, seq, verdict, only_author, hash)
  SELECT office, position, record, node, epoch, seq, verdict, only_author, hash FROM entry ORDER BY office, position;
DROP TABLE entry;
ALTER TABLE entry_7 RENAME TO entry;
CREATE INDEX entry_record ON entry (office, record, position);
CREATE INDEX entry_unhashed ON entry (office, position) WHERE hash = x'';
DROP INDEX application_newest;
DROP INDEX application_tracking;
DROP INDEX application_handling;
CREATE INDEX application_handling ON application (institution, handling, updated_ms) WHERE handling <> '';
)sql",
                                                          R"sql(
CREATE INDEX application_tracking ON application (tracking);
)sql",
                                                          R"sql(
CREATE INDEX review_kind ON review (kind, opened_ms DESC, office, record, what);
)sql"});

}  // namespace

std::span<const std::string_view> inbox_schema() { return inbox; }
std::span<const std::string_view> records_schema() { return records; }

}  // namespace karvan::central
