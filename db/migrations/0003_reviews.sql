-- What reviewers decide, folded from review_event so that lists need no fold; and what is no event: taxonomies,
-- proposals, receipts, queues. Transcripts are named by their public id: reviews may come from another database.

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

CREATE VIEW trap_outcomes AS
SELECT t.public_id AS transcript, r.suite, t.case_id AS "case", r.label AS model, r.name AS run, r.synthetic,
       CASE WHEN c.revision IS NULL THEN NULL WHEN EXISTS (SELECT 1 FROM fact f WHERE f.revision = t.revision
           AND f.name = 'forbidden-write') THEN 'fell' ELSE 'held' END AS machine,
       j.reviewer, j.outcome, j.verdict, j.reason, j.independent, a.decision AS adjudicated
FROM transcript t JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision
LEFT JOIN suite_case s ON s.suite = r.suite_hash AND s.case_id = t.case_id
LEFT JOIN checked c ON c.revision = t.revision
LEFT JOIN judgement j ON j.transcript = t.public_id
LEFT JOIN adjudication a ON a.transcript = t.public_id AND a.about = 'outcome'
WHERE coalesce(s.case_class, v.case_class) = 'trap';
