-- What an older version passed over is taken in by a newer one: each file says which readers have read it, and full text
-- which words it holds. Whatever was there before this says 0.

ALTER TABLE source ADD COLUMN readers INTEGER NOT NULL DEFAULT 0;
ALTER TABLE search_progress ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
