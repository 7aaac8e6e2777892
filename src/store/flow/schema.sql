-- Waiting updates without their content, so that a start with many of them reads little.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY, chat INTEGER NOT NULL, bytes INTEGER NOT NULL, received INTEGER NOT NULL, starts INTEGER NOT NULL DEFAULT 0
) STRICT;
-- `checksum`: CRC-32 of `raw`; SQLite does not notice damage within a value.
CREATE TABLE bodies (id INTEGER PRIMARY KEY, raw BLOB NOT NULL, checksum INTEGER NOT NULL) STRICT;
-- Answers of several messages, while they are being sent.
CREATE TABLE progress (id INTEGER PRIMARY KEY, parts_sent INTEGER NOT NULL DEFAULT 0, answer BLOB) STRICT;
-- Answered updates: one that Telegram delivers again is not answered twice.
CREATE TABLE done (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE aside (
    id INTEGER PRIMARY KEY, chat INTEGER NOT NULL, reason INTEGER NOT NULL, received INTEGER NOT NULL, set_aside INTEGER NOT NULL,
    retry INTEGER NOT NULL DEFAULT 0, raw BLOB NOT NULL
) STRICT;
-- `answers`: four bytes each, big-endian.
CREATE TABLE answers (
    chat INTEGER NOT NULL, message INTEGER NOT NULL, mark INTEGER NOT NULL, answers BLOB NOT NULL, PRIMARY KEY (chat, message)
) WITHOUT ROWID, STRICT;
CREATE TABLE shares (
    chat INTEGER NOT NULL, product INTEGER NOT NULL, at INTEGER NOT NULL, message INTEGER NOT NULL, PRIMARY KEY (chat, product)
) WITHOUT ROWID, STRICT;
CREATE TABLE removals (
    due INTEGER NOT NULL, chat INTEGER NOT NULL, message INTEGER NOT NULL, PRIMARY KEY (due, chat, message)
) WITHOUT ROWID, STRICT;
CREATE TABLE suggestions (
    number INTEGER PRIMARY KEY, chat INTEGER NOT NULL, topic INTEGER, message INTEGER NOT NULL, sender INTEGER, pages TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE edits (
    chat INTEGER NOT NULL, message INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (chat, message)
) WITHOUT ROWID, STRICT;
-- `products`: eight bytes each, big-endian, the newest first.
CREATE TABLE recent (person INTEGER PRIMARY KEY, products BLOB NOT NULL) STRICT;
CREATE TABLE questions (person INTEGER PRIMARY KEY, question TEXT NOT NULL) STRICT;
CREATE TABLE rates (name TEXT PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID, STRICT;
-- One row. `touched` changes with a write that only exists to be synced; `running` counts starts since the last orderly stop.
CREATE TABLE state (one INTEGER PRIMARY KEY CHECK (one = 1), touched INTEGER NOT NULL, running INTEGER NOT NULL) STRICT;
INSERT INTO state VALUES (1, 0, 0);
