-- Made from db/migrations by `reviewer.store.migrate.schema`; a test compares the two.

CREATE TABLE source (
    -- A file that was loaded, and the ledger of how far.
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,               -- absolute, as it was when it was loaded
    options TEXT NOT NULL,            -- what the person filled in (model, run, index, suite), canonical JSON
    format TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    hash TEXT NOT NULL,               -- of the bytes on disk: b2:<32 hex digits>
    state TEXT NOT NULL CHECK (state IN ('loading', 'loaded', 'growing')),  -- growing: its last line had no end
    seen INTEGER NOT NULL DEFAULT 0,  -- transcripts found in it, in file order
    refused INTEGER NOT NULL DEFAULT 0,
    first_loaded_at TEXT NOT NULL,
    loaded_at TEXT NOT NULL,
    UNIQUE (path, options)
) STRICT;

CREATE TABLE refusal (
    -- One transcript, or one file, that could not come in. Replaced when its source is read again.
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id),
    place TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE INDEX refusal_source ON refusal (source);

CREATE TABLE document (
    -- Long texts that many transcripts share: policies and tool definitions, by content.
    hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('policy', 'tools')),
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    -- The run register. The first columns are what the files say; the last are folded from review_event.
    id INTEGER PRIMARY KEY,
    suite TEXT NOT NULL,
    model TEXT NOT NULL,              -- as the source wrote it
    name TEXT NOT NULL,               -- the run's id
    source_index INTEGER,             -- k of N, as the source wrote it
    source_count INTEGER,
    source_synthetic INTEGER NOT NULL DEFAULT 0 CHECK (source_synthetic IN (0, 1)),
    first_loaded_at TEXT NOT NULL,
    label TEXT NOT NULL,              -- the model's name on screen: its own, or the one that it is an alias of
    run_index INTEGER,
    run_count INTEGER,
    synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
    expected INTEGER,                 -- cases that the run should hold
    state TEXT NOT NULL DEFAULT 'valid' CHECK (state IN ('valid', 'superseded', 'invalid')),
    superseded_by TEXT,
    reason TEXT, suite_hash TEXT REFERENCES suite (hash),
    UNIQUE (suite, model, name)
) STRICT;

CREATE TABLE transcript (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE,   -- made from the identity: the same in every database, safe in a shell
    run INTEGER NOT NULL REFERENCES run (id),
    case_id TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    revision INTEGER NOT NULL,        -- the present one
    UNIQUE (run, case_id, attempt)
) STRICT;

CREATE TABLE revision (
    -- One content of a transcript. A changed file makes a new one; the older stay.
    id INTEGER PRIMARY KEY,
    transcript INTEGER NOT NULL REFERENCES transcript (id),
    source INTEGER NOT NULL REFERENCES source (id),
    place TEXT NOT NULL,              -- where in the source
    hash TEXT NOT NULL,               -- of the content: b2:<32 hex digits>
    conversation BLOB,                -- of its messages alone, 16 bytes; null where there are none
    loaded_at TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('complete', 'in progress', 'error', 'limit')),
    end_reason TEXT,
    case_class TEXT,
    intent TEXT,
    score TEXT,                       -- the first score, for lists
    score_number REAL,
    messages INTEGER NOT NULL,
    agent_messages INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    results INTEGER NOT NULL,
    words INTEGER NOT NULL,           -- of what customer and agent say; not of calls and results
    warnings INTEGER NOT NULL,
    first_message INTEGER NOT NULL,   -- message.id of M1; the others follow without a gap
    started_at TEXT,
    ended_at TEXT,
    cost REAL,
    brief TEXT,
    policy TEXT REFERENCES document (hash),
    tools TEXT REFERENCES document (hash),
    usage TEXT,
    extra TEXT,
    outline BLOB NOT NULL,            -- the parts in reading order, packed: reviewer/model/reading.py
    UNIQUE (transcript, hash)
) STRICT;

CREATE INDEX revision_source ON revision (source);

CREATE INDEX revision_conversation ON revision (conversation);

CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    number INTEGER NOT NULL,          -- M1, M2, …: never renumbered
    role TEXT NOT NULL CHECK (role IN ('system', 'developer', 'customer', 'agent', 'tool', 'event')),
    name TEXT,
    call_id TEXT,
    answers_message INTEGER,          -- of a tool result: the call that it answers, M<answers_message>.c<answers_call>
    answers_call INTEGER,
    at TEXT,
    cost REAL,
    hash BLOB NOT NULL,               -- of role, name, text, reasoning and calls: 16 bytes
    error TEXT,
    usage TEXT,
    text TEXT NOT NULL,
    reasoning TEXT,
    extra TEXT,
    UNIQUE (revision, number)
) STRICT;

CREATE TABLE tool_call (
    message INTEGER NOT NULL,         -- message.id
    ordinal INTEGER NOT NULL,         -- M12.c1 has ordinal 1
    name TEXT NOT NULL,
    call_id TEXT,
    invalid TEXT,                     -- why the arguments are not valid JSON
    arguments TEXT NOT NULL,
    extra TEXT,
    PRIMARY KEY (message, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE score (
    revision INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT,                       -- JSON, as the source wrote it
    number REAL,
    scale TEXT,
    rationale TEXT,
    by TEXT,
    extra TEXT,
    PRIMARY KEY (revision, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE warning (
    revision INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    code TEXT NOT NULL,
    text TEXT NOT NULL,
    message INTEGER,                  -- the number of the message it is about
    PRIMARY KEY (revision, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE tool (
    -- What each tool of a suite does: a person's word, or else what the tool's definition says, or else a guess.
    suite TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('read', 'kb', 'write', 'handover')),
    said_by TEXT NOT NULL CHECK (said_by IN ('guess', 'suite', 'person')),
    defined TEXT CHECK (defined IN ('read', 'kb', 'write', 'handover')),  -- what the definition in the files says
    PRIMARY KEY (suite, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE review_event (
    -- Append-only: what people decided. The present state is a fold over it; undo is an event.
    ulid TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,               -- run.alias, run.index, run.expect, run.supersede, run.invalidate, tool.kind, …
    subject TEXT NOT NULL,            -- what it is about, as JSON
    body TEXT NOT NULL,               -- what was decided, as JSON
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    reason TEXT,
    supersedes TEXT NOT NULL DEFAULT '[]'
) STRICT, WITHOUT ROWID;

CREATE TRIGGER review_event_keeps BEFORE UPDATE ON review_event
BEGIN SELECT raise(ABORT, 'review events are never changed'); END;

CREATE TRIGGER review_event_stays BEFORE DELETE ON review_event
BEGIN SELECT raise(ABORT, 'review events are never deleted'); END;

CREATE TABLE place (
    -- Where a person was, so that a transcript reopens there.
    transcript INTEGER PRIMARY KEY REFERENCES transcript (id),
    message INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE message_fts USING fts5 (
    text, reasoning, calls, facets,
    content='', columnsize=0, tokenize='unicode61 remove_diacritics 2'
);

CREATE TABLE search_progress (
    -- One row: the messages up to this id are searchable.
    only INTEGER PRIMARY KEY CHECK (only = 1),
    indexed_through INTEGER NOT NULL
) STRICT;

CREATE VIEW transcripts_view AS
SELECT t.public_id AS id, r.suite, t.case_id AS "case", r.name AS run, r.label AS model, t.attempt,
       r.run_index, r.run_count, r.synthetic, r.state AS run_state,
       v.case_class, v.intent, v.status, v.end_reason, v.score, v.messages, v.agent_messages, v.calls, v.results,
       v.words, v.warnings, v.started_at, v.ended_at, v.hash AS revision, s.path, v.place
FROM transcript t JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision JOIN source s ON s.id = v.source;

CREATE VIEW messages_view AS
SELECT t.public_id AS transcript, m.number, m.role, m.name, m.text, m.reasoning, m.error, m.at,
       m.answers_message, m.answers_call
FROM transcript t JOIN revision v ON v.id = t.revision
JOIN message m ON m.revision = v.id;

CREATE VIEW tool_calls_view AS
SELECT t.public_id AS transcript, m.number AS message, c.ordinal, m.role, c.name, k.kind, c.arguments, c.invalid
FROM transcript t JOIN run r ON r.id = t.run JOIN message m ON m.revision = t.revision
JOIN tool_call c ON c.message = m.id LEFT JOIN tool k ON k.suite = r.suite AND k.name = c.name;

CREATE TABLE suite (
    hash TEXT PRIMARY KEY,            -- of its content, b2:<32 hex digits>
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,            -- the whole suite as JSON, with its policy and its tools
    origin TEXT NOT NULL,             -- the file that it was read from, or the name under which it ships
    added_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE suite_case (
    -- The cases of a suite, for lists: a case that a bound suite does not have is unknown to it.
    suite TEXT NOT NULL REFERENCES suite (hash),
    case_id TEXT NOT NULL,
    case_class TEXT NOT NULL,
    intent TEXT NOT NULL,
    PRIMARY KEY (suite, case_id)
) STRICT, WITHOUT ROWID;

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

