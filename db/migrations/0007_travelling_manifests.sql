-- What was written is known to the whole team: a manifest travels with the reviews, and takes along the key that its pages
-- are sealed with. Until now all of them were written by this store.

CREATE TABLE manifest_before AS SELECT * FROM manifest;
DROP TABLE manifest;

CREATE TABLE manifest (
    -- What was written: its files with their SHA-256, so that it can be verified years later.
    hash TEXT PRIMARY KEY,            -- SHA-256 of `content`
    kind TEXT NOT NULL CHECK (kind IN ('report', 'board', 'dossier', 'findings', 'figures', 'transcripts')),
    suite TEXT NOT NULL,
    model TEXT,                       -- null for a board
    edition TEXT,                     -- edition.hash; null for a draft
    written_at TEXT NOT NULL,
    content TEXT NOT NULL,            -- JSON: file → SHA-256
    placeholders TEXT NOT NULL,       -- JSON: kind → the values behind [kind 1], [kind 2], …; personal, never published;
                                      -- empty where they did not come along
    seal_key TEXT NOT NULL CHECK (length(seal_key) IN (0, 64)) -- of the store that wrote it, in hex digits; as above
) STRICT, WITHOUT ROWID;

INSERT INTO manifest (hash, kind, suite, model, edition, written_at, content, placeholders, seal_key)
SELECT hash, kind, suite, model, edition, written_at, content, placeholders, (SELECT lower(hex(key)) FROM seal_key)
FROM manifest_before;
DROP TABLE manifest_before;
