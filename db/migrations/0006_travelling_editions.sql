-- Editions travel with the reviews, and take along the key that their hashes are made with. Where two stores each froze an
-- edition 1 of one model, both are kept, and the program asks which of them is meant.

-- No ALTER TABLE: renaming one leaves the connection in a reading transaction for a while, because of the full text.
DROP TRIGGER edition_keeps;
DROP TRIGGER edition_stays;
CREATE TABLE edition_before AS SELECT * FROM edition;
DROP TABLE edition;

CREATE TABLE edition (
    -- A dossier as it was when it was frozen. Never changed: a correction is the next edition.
    id INTEGER PRIMARY KEY,
    suite TEXT NOT NULL,
    model TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    hash TEXT NOT NULL UNIQUE,        -- of `content`: b2:<32 hex digits>
    frozen_at TEXT NOT NULL,
    author TEXT NOT NULL,
    seal_key TEXT NOT NULL CHECK (length(seal_key) = 64), -- of the store that froze it, in hex digits
    claims TEXT NOT NULL,             -- the claims file as its author wrote it
    content TEXT NOT NULL             -- the dossier, as reviewer/model/dossier.schema.json describes it
) STRICT;
CREATE INDEX edition_of ON edition (suite, model, number);

INSERT INTO edition (id, suite, model, number, hash, frozen_at, author, seal_key, claims, content)
SELECT id, suite, model, number, hash, frozen_at, author, (SELECT lower(hex(key)) FROM seal_key), claims, content
FROM edition_before;
DROP TABLE edition_before;

CREATE TRIGGER edition_keeps BEFORE UPDATE ON edition
BEGIN SELECT raise(ABORT, 'an edition is never changed'); END;
CREATE TRIGGER edition_stays BEFORE DELETE ON edition
BEGIN SELECT raise(ABORT, 'an edition is never deleted'); END;
