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
    loaded_at TEXT NOT NULL, readers INTEGER NOT NULL DEFAULT 0,
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
, version INTEGER NOT NULL DEFAULT 0) STRICT;

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

CREATE INDEX review_event_subject ON review_event (subject);

CREATE INDEX review_event_author ON review_event (author, ulid);

CREATE TABLE taxonomy (
    hash TEXT PRIMARY KEY,            -- of its content, b2:<32 hex digits>
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    content TEXT NOT NULL,            -- the TOML file, with its comments
    added_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
    -- A tag on an anchor, by a reviewer.
    id TEXT PRIMARY KEY,              -- the ULID of the first event about it
    transcript TEXT NOT NULL,
    revision TEXT NOT NULL,           -- the content hash of the revision that it was made on
    kind TEXT NOT NULL CHECK (kind IN ('transcript', 'message', 'call', 'span', 'gap', 'pair')),
    message INTEGER NOT NULL,
    anchor TEXT NOT NULL,             -- JSON
    tag TEXT NOT NULL,
    taxonomy TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('minor', 'major', 'critical')),
    effect TEXT CHECK (effect IN ('helped', 'hindered')),
    note TEXT NOT NULL,
    publishable INTEGER NOT NULL CHECK (publishable IN (0, 1)),
    correct TEXT NOT NULL,
    fault TEXT NOT NULL CHECK (fault IN ('agent', 'simulator', 'case', 'harness')),
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    proposal TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX finding_transcript ON finding (transcript, message);

CREATE INDEX finding_tag ON finding (tag);

CREATE TABLE carried (
    -- Where a finding stands in the present revision, where that is another one than it was made on.
    finding TEXT NOT NULL,
    revision TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('unchanged', 'moved', 'unsure', 'lost')),
    anchor TEXT,                      -- JSON; null where it is lost
    PRIMARY KEY (finding, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE confirmation (
    -- A second reader's word on a finding.
    finding TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('confirmed', 'disputed')),
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (finding, reviewer)
) STRICT, WITHOUT ROWID;

CREATE TABLE judgement (
    -- What one reviewer says of an outcome. The check's reading is a fact, and never in this table.
    transcript TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    revision TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('held', 'fell', 'right', 'wrong')),
    verdict TEXT CHECK (verdict IN ('genuine', 'debatable', 'defensible', 'case defect', 'simulator fault',
        'harness fault')),
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    saw TEXT NOT NULL,                -- JSON: what was on the screen when it was given
    independent INTEGER NOT NULL CHECK (independent IN (0, 1)),
    citations TEXT NOT NULL,          -- JSON: anchors
    PRIMARY KEY (transcript, reviewer)
) STRICT, WITHOUT ROWID;

CREATE TABLE marking (
    -- That one reviewer is done with a transcript.
    transcript TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    revision TEXT NOT NULL,
    mark TEXT NOT NULL CHECK (mark IN ('clean', 'done', 'skimmed', 'skipped')),
    reason TEXT NOT NULL,
    taxonomy TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (transcript, reviewer)
) STRICT, WITHOUT ROWID;

CREATE TABLE bookmark (
    transcript TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    message INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (transcript, reviewer, message)
) STRICT, WITHOUT ROWID;

CREATE TABLE contest (
    -- That a reviewer holds a judge's score to be wrong. The score itself stays as it is.
    transcript TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    score TEXT NOT NULL,
    says TEXT NOT NULL,               -- JSON: what it should be
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (transcript, reviewer, score)
) STRICT, WITHOUT ROWID;

CREATE TABLE pattern (
    -- A named habit, over findings.
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    memo TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('model', 'intent', 'fleet')),
    scope_name TEXT NOT NULL,         -- which model or intent; empty for the fleet
    author TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
    pattern TEXT NOT NULL,
    finding TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('member', 'counterexample')),
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (pattern, finding)
) STRICT, WITHOUT ROWID;

CREATE TABLE proposal (
    -- A finding that a check or another program suggests. What became of it is folded from review_event.
    id TEXT PRIMARY KEY,
    transcript TEXT NOT NULL,
    revision TEXT NOT NULL,
    proposer TEXT NOT NULL,           -- `check:ID` or another program's name
    message INTEGER NOT NULL,
    anchor TEXT NOT NULL,             -- JSON
    tag TEXT NOT NULL,
    severity TEXT NOT NULL,
    note TEXT NOT NULL,
    proposed_at TEXT NOT NULL,
    decision TEXT CHECK (decision IN ('confirmed', 'amended', 'rejected')),
    decided_by TEXT,
    decided_at TEXT,
    reason TEXT,
    finding TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX proposal_transcript ON proposal (transcript, message);

CREATE TABLE adjudication (
    -- What was decided where reviewers, or reviewer and check, disagree.
    transcript TEXT NOT NULL,
    about TEXT NOT NULL,              -- `outcome`, or the id of a finding
    decision TEXT NOT NULL,
    verdict TEXT,
    method TEXT NOT NULL CHECK (method IN ('consensus', 'third', 'lead')),
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (transcript, about)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt (
    -- How long a message was on screen in one sitting of one reader. Merging takes the maximum.
    sitting TEXT NOT NULL,
    revision TEXT NOT NULL,           -- the content hash
    message INTEGER NOT NULL,
    reader TEXT NOT NULL,
    transcript TEXT NOT NULL,
    milliseconds INTEGER NOT NULL,    -- its share of the screen's time, at the pace of its least seen unfolded line
    words INTEGER NOT NULL,           -- of its unfolded lines
    folded INTEGER NOT NULL,          -- parts whose folded rest was never read
    at TEXT NOT NULL,
    PRIMARY KEY (sitting, revision, message)
) STRICT, WITHOUT ROWID;

CREATE INDEX receipt_transcript ON receipt (transcript, reader);

CREATE TABLE queue (
    -- What is to be read, and why: a frozen population and the sample that was drawn from it.
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    recipe TEXT NOT NULL,             -- JSON: filter, strata, size, seed, share to be read twice, order, blind
    population INTEGER NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE queue_item (
    queue TEXT NOT NULL REFERENCES queue (id),
    ordinal INTEGER NOT NULL,
    transcript TEXT NOT NULL,
    why TEXT NOT NULL,
    stratum TEXT NOT NULL,
    reviewer TEXT NOT NULL,           -- whom it is assigned to; empty for whoever comes
    PRIMARY KEY (queue, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX queue_item_transcript ON queue_item (transcript);

CREATE VIEW findings_view AS
SELECT f.id, f.transcript, t.case_id AS "case", r.suite, r.label AS model, r.name AS run, r.synthetic, f.kind,
       f.message, f.tag, f.severity, f.effect, f.note, f.publishable, f.correct, f.fault, f.author, f.at, f.revision,
       (SELECT group_concat(c.reviewer, ', ') FROM confirmation c WHERE c.finding = f.id AND c.verdict = 'confirmed')
           AS confirmed_by
FROM finding f LEFT JOIN transcript t ON t.public_id = f.transcript LEFT JOIN run r ON r.id = t.run;

CREATE TABLE built (
    -- What the last `reviewer dossier build` came to: so a claim keeps its id, and a figure that is another one since
    -- its sentence was written is seen.
    suite TEXT NOT NULL,
    model TEXT NOT NULL,
    at TEXT NOT NULL,
    content TEXT NOT NULL,            -- the dossier as JSON, with its claims and the figures that they quote alone
    PRIMARY KEY (suite, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE seal_key (
    -- One row. Pages carry hashes of raw words with this key: without it nobody finds out short words by guessing.
    only INTEGER PRIMARY KEY CHECK (only = 1),
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

CREATE VIEW trap_outcomes AS
SELECT t.public_id AS transcript, r.suite, t.case_id AS "case", r.label AS model, r.name AS run, r.synthetic,
       CASE WHEN c.revision IS NULL THEN NULL
            WHEN EXISTS (SELECT 1 FROM fact f WHERE f.revision = t.revision AND f.name = 'forbidden-write') THEN 'fell'
            WHEN coalesce(s.rules, '') != '' THEN 'held' END AS machine,
       j.reviewer, j.outcome, j.verdict, j.reason, j.independent, a.decision AS adjudicated
FROM transcript t JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision
LEFT JOIN suite_case s ON s.suite = r.suite_hash AND s.case_id = t.case_id
LEFT JOIN checked c ON c.revision = t.revision
LEFT JOIN judgement j ON j.transcript = t.public_id
LEFT JOIN adjudication a ON a.transcript = t.public_id AND a.about = 'outcome'
WHERE coalesce(s.case_class, v.case_class) = 'trap';

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

CREATE TRIGGER edition_keeps BEFORE UPDATE ON edition
BEGIN SELECT raise(ABORT, 'an edition is never changed'); END;

CREATE TRIGGER edition_stays BEFORE DELETE ON edition
BEGIN SELECT raise(ABORT, 'an edition is never deleted'); END;

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

