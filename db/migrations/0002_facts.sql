-- Suites, the runs that are bound to them, and the facts that checks read off transcripts. All of it is recomputable
-- from the suite files and the transcripts; nothing here is a person's word.

CREATE TABLE suite (
    hash TEXT PRIMARY KEY,            -- of its content, b2:<32 hex digits>
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,            -- the whole suite as JSON, with its policy and its tools
    policy TEXT,                      -- the desk's rules, for transcripts that do not bring theirs
    origin TEXT NOT NULL,             -- the file that it was read from, or the name under which it ships
    added_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE suite_case (
    -- The cases of a suite, for lists: a case that a bound suite does not have is unknown to it.
    suite TEXT NOT NULL REFERENCES suite (hash),
    case_id TEXT NOT NULL,
    case_class TEXT NOT NULL,
    intent TEXT NOT NULL,
    brief TEXT NOT NULL,
    handling TEXT NOT NULL,           -- what is right, in words
    rules TEXT NOT NULL,              -- of a trap: what it forbids, a line each
    PRIMARY KEY (suite, case_id)
) STRICT, WITHOUT ROWID;

-- The suite that the run's transcripts are checked with; null where none fits.
ALTER TABLE run ADD COLUMN suite_hash TEXT REFERENCES suite (hash);

CREATE TABLE ruleset (
    -- What facts were read with: the versions of the checks, the suite, and the kinds of the tools.
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    suite TEXT REFERENCES suite (hash),
    checks TEXT NOT NULL,             -- JSON: check → version
    kinds TEXT NOT NULL,              -- JSON: tool → read, kb, write or handover
    made_at TEXT NOT NULL
) STRICT;

CREATE TABLE checked (
    -- A revision that was checked, also where nothing was found.
    revision INTEGER PRIMARY KEY REFERENCES revision (id),
    ruleset INTEGER NOT NULL REFERENCES ruleset (id)
) STRICT;

CREATE TABLE fact (
    -- What a check read off a revision. Made anew, all of a revision's at once, when its ruleset is another one.
    revision INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    check_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT,                       -- JSON
    number REAL,                      -- the value, where it is a number; 1 and 0 for true and false
    message INTEGER,                  -- where to look first
    detail TEXT NOT NULL,
    evidence TEXT NOT NULL,           -- JSON: [[message, field, start, end], …]; code points of the raw text
    PRIMARY KEY (revision, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX fact_name ON fact (name, revision);

CREATE VIEW facts_view AS
SELECT t.public_id AS transcript, r.suite, t.case_id AS "case", r.label AS model, r.name AS run, r.synthetic,
       f.check_id AS "check", f.name, f.value, f.message, f.detail, f.evidence, u.suite AS suite_hash,
       json_extract(u.checks, '$."' || f.check_id || '"') AS version
FROM fact f JOIN revision v ON v.id = f.revision JOIN transcript t ON t.revision = v.id JOIN run r ON r.id = t.run
JOIN checked c ON c.revision = f.revision JOIN ruleset u ON u.id = c.ruleset;
