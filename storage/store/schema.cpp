#include "storage/store/schema.h"

#include <array>

namespace karvan::store {

namespace {

// Rowid tables throughout: WITHOUT ROWID at 1 KB a row costs three times the CPU.
constexpr std::string_view version_1 = R"sql(
CREATE TABLE epochs (
  id INTEGER PRIMARY KEY,
  epoch TEXT NOT NULL UNIQUE,
  previous_epoch TEXT NOT NULL, previous_seq INTEGER NOT NULL, previous_hash BLOB NOT NULL,
  last INTEGER NOT NULL DEFAULT 0, hash BLOB NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0, received INTEGER NOT NULL DEFAULT 0, safe INTEGER NOT NULL DEFAULT 0,
  CHECK (last >= sent AND sent >= received AND received >= safe)
) STRICT;

CREATE TABLE log (
  position INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL REFERENCES epochs (id),
  seq INTEGER NOT NULL,
  record TEXT NOT NULL,
  line BLOB,
  digest BLOB NOT NULL, hash BLOB NOT NULL,
  entry INTEGER NOT NULL DEFAULT 0, fate TEXT, reason TEXT NOT NULL DEFAULT '',
  settled INTEGER NOT NULL DEFAULT 0,
  UNIQUE (epoch, seq)
) STRICT;
CREATE INDEX log_record ON log (record);
CREATE INDEX log_unsettled ON log (position) WHERE settled = 0;
CREATE INDEX log_troubled ON log (position) WHERE fate IN ('waiting', 'parked', 'refused');

CREATE TABLE erasures (
  position INTEGER PRIMARY KEY REFERENCES log (position),
  person TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;

CREATE TABLE records (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  office TEXT NOT NULL, kind TEXT NOT NULL, service TEXT NOT NULL, tracking TEXT NOT NULL, title TEXT NOT NULL,
  stage TEXT NOT NULL, state TEXT NOT NULL, updated_ms INTEGER NOT NULL,
  position INTEGER NOT NULL DEFAULT 0, body BLOB
) STRICT;
CREATE INDEX records_kind ON records (kind, updated_ms);
CREATE INDEX records_updated ON records (updated_ms);

CREATE TABLE record_keys (
  key TEXT NOT NULL,
  record INTEGER NOT NULL REFERENCES records (row) ON DELETE CASCADE,
  UNIQUE (key, record)
) STRICT;
CREATE INDEX record_keys_record ON record_keys (record);

CREATE TABLE drafts (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  service TEXT NOT NULL, version TEXT NOT NULL, holder TEXT NOT NULL, title TEXT NOT NULL,
  seen INTEGER NOT NULL, created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX drafts_updated ON drafts (updated_ms);

CREATE TABLE commands (
  row INTEGER PRIMARY KEY,
  cmd TEXT NOT NULL UNIQUE,
  asked TEXT NOT NULL, status INTEGER NOT NULL, body BLOB NOT NULL, at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX commands_at ON commands (at_ms);

CREATE TABLE leases (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, next INTEGER NOT NULL,
  "from" TEXT NOT NULL, until TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'returned', 'expired')),
  note BLOB NOT NULL,
  CHECK (first <= last AND next >= first AND next <= last + 1)
) STRICT;
CREATE INDEX leases_kind ON leases (kind, state, first);

CREATE TABLE numbers (
  kind TEXT NOT NULL, number INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('issued', 'void')),
  record TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
  UNIQUE (kind, number)
) STRICT;

CREATE TABLE prints (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  record TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL,
  slip BLOB NOT NULL, device TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'printing', 'printed', 'unknown', 'failed', 'spoiled', 'nothing')),
  job TEXT NOT NULL, seat TEXT NOT NULL, updated_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX prints_state ON prints (state);
CREATE INDEX prints_record ON prints (record);

CREATE TABLE documents (
  row INTEGER PRIMARY KEY,
  kind TEXT NOT NULL, id TEXT NOT NULL,
  position INTEGER NOT NULL, bytes BLOB NOT NULL,
  UNIQUE (kind, id)
) STRICT;

CREATE TABLE cursors (
  feed TEXT NOT NULL UNIQUE,
  centre_epoch TEXT NOT NULL, position INTEGER NOT NULL, hash TEXT NOT NULL
) STRICT;

CREATE TABLE clock (one INTEGER PRIMARY KEY CHECK (one = 1), ms INTEGER NOT NULL, counter INTEGER NOT NULL) STRICT;
INSERT INTO clock VALUES (1, 0, 0);
)sql";

constexpr std::string_view version_2 = R"sql(
CREATE TABLE attachments (
  row INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  of TEXT NOT NULL, question TEXT NOT NULL, media TEXT NOT NULL, bytes INTEGER NOT NULL,
  file_key BLOB NOT NULL, exception TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'sending', 'there')),
  sent INTEGER NOT NULL CHECK (sent >= 0 AND sent <= bytes),
  epoch TEXT NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX attachments_of ON attachments (of);
CREATE INDEX attachments_unsent ON attachments (row) WHERE state IN ('waiting', 'sending');

ALTER TABLE records ADD COLUMN due_ms INTEGER NOT NULL DEFAULT -1;
CREATE INDEX records_due ON records (due_ms) WHERE due_ms <> 0;
)sql";

// Which document bears which number. What was summarised before is summarised again (due_ms -1), so that the numbers
// of its documents are found too.
constexpr std::string_view version_3 = R"sql(
CREATE TABLE record_serials (
  kind TEXT NOT NULL, number INTEGER NOT NULL,
  record INTEGER NOT NULL REFERENCES records (row) ON DELETE CASCADE,
  UNIQUE (kind, number, record)
) STRICT;
CREATE INDEX record_serials_record ON record_serials (record);

UPDATE records SET due_ms = -1 WHERE kind = 'application';
)sql";

// A centre that was restored lives another life, whose feed goes with the one before up to `common`: what was folded
// beyond that is no longer what the centre says. `checked`: the row of records up to which that was settled; NULL: all.
constexpr std::string_view version_4 = R"sql(
CREATE INDEX epochs_written ON epochs (id) WHERE last > 0;
CREATE INDEX epochs_unsent ON epochs (id) WHERE last > received;
CREATE INDEX epochs_unsafe ON epochs (id) WHERE last > safe;
CREATE INDEX epochs_under_way ON epochs (id) WHERE sent > received;

CREATE TABLE lives (life INTEGER PRIMARY KEY, common INTEGER NOT NULL, checked INTEGER) STRICT;
ALTER TABLE log ADD COLUMN life INTEGER NOT NULL DEFAULT 0;
ALTER TABLE records ADD COLUMN life INTEGER NOT NULL DEFAULT 0;

CREATE TABLE shadows (
  row INTEGER PRIMARY KEY,
  record TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL, body BLOB, reason TEXT NOT NULL
) STRICT;
CREATE INDEX shadows_wanted ON shadows (row) WHERE body IS NULL AND reason <> 'purged';
CREATE INDEX shadows_ready ON shadows (row) WHERE body IS NOT NULL;

CREATE TABLE trail (feed TEXT NOT NULL, position INTEGER NOT NULL, hash TEXT NOT NULL, UNIQUE (feed, position)) STRICT;
)sql";

// Search by dictionary and postings takes the place of a row a word (see SearchIndex). What was summarised before has
// no terms yet: the core makes them in slices, and what waits for them is named by an index.
constexpr std::string_view version_5 = R"sql(
ALTER TABLE records ADD COLUMN terms BLOB;
ALTER TABLE records ADD COLUMN review INTEGER NOT NULL DEFAULT 0;
UPDATE records SET review = 1 WHERE row IN (SELECT record FROM record_keys WHERE key = '!review');
DROP TABLE record_keys;
CREATE INDEX records_review ON records (row) WHERE review = 1;
CREATE INDEX records_unsearched ON records (row) WHERE terms IS NULL AND kind = 'application';
CREATE INDEX records_tracking ON records (tracking);

CREATE TABLE search_words (
  id INTEGER PRIMARY KEY, word BLOB NOT NULL UNIQUE, own INTEGER NOT NULL, kin INTEGER NOT NULL
) STRICT;
CREATE TABLE search_postings (place INTEGER PRIMARY KEY, docs BLOB NOT NULL) STRICT;
CREATE TABLE search_numbers (
  number INTEGER NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (number, record)
) STRICT, WITHOUT ROWID;
CREATE TABLE search_tail (at INTEGER PRIMARY KEY, record INTEGER NOT NULL UNIQUE, before BLOB, after BLOB) STRICT;
CREATE TABLE search_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  merged INTEGER NOT NULL, last_word INTEGER NOT NULL, dropped INTEGER NOT NULL
) STRICT;
INSERT INTO search_state VALUES (1, 0, 0, 0);
)sql";

// A salvaged log: the next epoch goes on from this head, which is not where the lines of this one end.
constexpr std::string_view version_6 = R"sql(
CREATE TABLE cuts (
  epoch INTEGER PRIMARY KEY REFERENCES epochs (id),
  next_epoch TEXT NOT NULL, next_seq INTEGER NOT NULL, next_hash BLOB NOT NULL
) STRICT;
)sql";

// The first boxes with step 4 had it without this index.
constexpr std::string_view version_7 = R"sql(
CREATE INDEX IF NOT EXISTS shadows_wanted ON shadows (row) WHERE body IS NULL AND reason <> 'purged';
)sql";

// What the centre said of an operation was a part of its row, a kilobyte that was written anew to say "as you wrote
// it". Now `unsettled` names what is not settled (`alone`: folding it changes its record and nothing else), and `plain`
// the runs that the centre has plainly applied, `first` at `entry` and each next at the next (see plain.h). log.settled
// is not read any more.
constexpr std::string_view version_8 = R"sql(
CREATE TABLE unsettled (position INTEGER PRIMARY KEY, alone INTEGER NOT NULL) STRICT;
INSERT INTO unsettled (position, alone) SELECT position, 0 FROM log WHERE settled = 0 ORDER BY position;
DROP INDEX log_unsettled;
CREATE TABLE plain (
  first INTEGER PRIMARY KEY, last INTEGER NOT NULL, entry INTEGER NOT NULL, CHECK (last >= first)
) STRICT;
)sql";

constexpr std::array steps = {version_1, version_2, version_3, version_4, version_5, version_6, version_7, version_8};

}  // namespace

std::span<const std::string_view> migrations() { return steps; }

}  // namespace karvan::store
