-- What was published: frozen editions, whole, and the manifests of the folders that were written of them. The states of
-- a dossier are review events (`dossier.set`, `dossier.freeze`), and no table.

CREATE TABLE edition (
    -- A dossier as it was when it was frozen. Never changed: a correction is the next edition.
    id INTEGER PRIMARY KEY,
    suite TEXT NOT NULL,
    model TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    hash TEXT NOT NULL UNIQUE,        -- of `content`: b2:<32 hex digits>
    frozen_at TEXT NOT NULL,
    author TEXT NOT NULL,
    claims TEXT NOT NULL,             -- the claims file as its author wrote it
    content TEXT NOT NULL,            -- the dossier, as reviewer/model/dossier.schema.json describes it
    UNIQUE (suite, model, number)
) STRICT;
CREATE TRIGGER edition_keeps BEFORE UPDATE ON edition
BEGIN SELECT raise(ABORT, 'an edition is never changed'); END;
CREATE TRIGGER edition_stays BEFORE DELETE ON edition
BEGIN SELECT raise(ABORT, 'an edition is never deleted'); END;

CREATE TABLE built (
    -- What the last `reviewer dossier build` came to: so a claim keeps its id, and a figure that is another one since
    -- its sentence was written is seen.
    suite TEXT NOT NULL,
    model TEXT NOT NULL,
    at TEXT NOT NULL,
    content TEXT NOT NULL,            -- the dossier as JSON, with its claims and the figures that they quote alone
    PRIMARY KEY (suite, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE manifest (
    -- What was written: its files with their SHA-256, so that it can be verified years later.
    hash TEXT PRIMARY KEY,            -- SHA-256 of `content`
    kind TEXT NOT NULL CHECK (kind IN ('report', 'board', 'dossier', 'findings', 'figures', 'transcripts')),
    suite TEXT NOT NULL,
    model TEXT,                       -- null for a board
    edition TEXT,                     -- edition.hash; null for a draft
    written_at TEXT NOT NULL,
    content TEXT NOT NULL,            -- JSON: file → SHA-256
    placeholders TEXT NOT NULL        -- JSON: kind → the values behind [kind 1], [kind 2], …; personal, never published
) STRICT, WITHOUT ROWID;

CREATE TABLE seal_key (
    -- One row. Pages carry hashes of raw words with this key: without it nobody finds out short words by guessing.
    only INTEGER PRIMARY KEY CHECK (only = 1),
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;
INSERT INTO seal_key VALUES (1, randomblob(32));
