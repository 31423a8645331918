-- Records, their index, the ledger and the quarantine.

CREATE SEQUENCE places CACHE 1;

-- One row a stored revision; the index columns are filled for current ones. Partitions by month of publication are made
-- on demand: a place is the second of publication shifted by 28 bits, plus a number.
CREATE TABLE articles (
  place bigint PRIMARY KEY,
  article text NOT NULL,
  revision text NOT NULL,
  current boolean NOT NULL,
  stored_at bigint NOT NULL,
  -- ArticleSummary
  summary bytea NOT NULL,
  -- lines of key, name, mentions, separated by tabs
  entities text NOT NULL,
  words tsvector,
  -- ArticleRecord, zstd
  record bytea NOT NULL
) PARTITION BY RANGE (place);
ALTER TABLE articles ALTER COLUMN record SET STORAGE EXTERNAL;
ALTER TABLE articles ALTER COLUMN words SET STORAGE EXTERNAL;
CREATE INDEX articles_words ON articles USING gin (words);

CREATE TABLE articles_undated PARTITION OF articles FOR VALUES FROM (MINVALUE) TO (-9223372036586340352);
-- Before 1990, and from 2100 on: what is rare shares a partition, so that odd dates cannot make thousands.
CREATE TABLE articles_early PARTITION OF articles FOR VALUES FROM (-9223372036586340352) TO (631152000 * 268435456::bigint);
CREATE TABLE articles_late PARTITION OF articles FOR VALUES FROM (4102444800 * 268435456::bigint) TO (MAXVALUE);

-- The log, and the way from ids to places. (xid, seq) orders by storage: what is below the oldest running transaction
-- can no longer change.
CREATE TABLE revisions (
  article text NOT NULL,
  revision text NOT NULL,
  extractor text NOT NULL,
  place bigint NOT NULL,
  seen bigint,
  current boolean NOT NULL,
  stored_at bigint NOT NULL,
  mentions bigint NOT NULL,
  events bigint NOT NULL,
  quotes bigint NOT NULL,
  quantities bigint NOT NULL,
  claims bigint NOT NULL,
  seq bigint NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (article, revision)
);
CREATE INDEX revisions_log ON revisions (xid, seq);
CREATE UNIQUE INDEX revisions_place ON revisions (place);

CREATE TABLE entities (
  key text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  kind integer NOT NULL,
  links bytea NOT NULL,
  articles bigint NOT NULL,
  mentions bigint NOT NULL,
  words tsvector NOT NULL,
  PRIMARY KEY (key, name)
) WITH (fillfactor = 70);
CREATE INDEX entities_words ON entities USING gin (words);

CREATE TABLE submissions (
  id text PRIMARY KEY,
  state integer NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  article text NOT NULL,
  revision text NOT NULL,
  external_id text NOT NULL,
  url text NOT NULL,
  at text NOT NULL
) WITH (fillfactor = 80);

CREATE TABLE quarantine (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- hash of route, submission and body: a message comes once
  digest bytea NOT NULL UNIQUE,
  submission text NOT NULL,
  route text NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  attempts bigint NOT NULL,
  at text NOT NULL,
  content_type text NOT NULL,
  schema text NOT NULL,
  trace text NOT NULL,
  body bytea NOT NULL
);
CREATE INDEX quarantine_reason ON quarantine (reason, id);
