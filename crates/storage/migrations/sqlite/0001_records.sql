-- Records, their index, the ledger and the quarantine.

-- One row a stored revision; the index columns are filled for current ones.
CREATE TABLE articles (
  place INTEGER PRIMARY KEY,
  article TEXT NOT NULL,
  revision TEXT NOT NULL,
  current INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  -- ArticleSummary
  summary BLOB NOT NULL,
  -- lines of key, name, mentions, separated by tabs
  entities TEXT NOT NULL,
  -- ArticleRecord, zstd
  record BLOB NOT NULL
) STRICT;

-- The log, and the way from ids to places. `seq` orders by storage.
CREATE TABLE revisions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  article TEXT NOT NULL,
  revision TEXT NOT NULL,
  extractor TEXT NOT NULL,
  place INTEGER NOT NULL,
  seen INTEGER,
  current INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  mentions INTEGER NOT NULL,
  events INTEGER NOT NULL,
  quotes INTEGER NOT NULL,
  quantities INTEGER NOT NULL,
  claims INTEGER NOT NULL,
  UNIQUE (article, revision)
) STRICT;
CREATE UNIQUE INDEX revisions_place ON revisions (place);

-- Words arrive folded, so the tokeniser only splits at spaces.
CREATE VIRTUAL TABLE words USING fts5 (
  title, body, tags, content = '', contentless_delete = 1, tokenize = 'ascii', detail = full
);

CREATE TABLE entities (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  kind INTEGER NOT NULL,
  links BLOB NOT NULL,
  articles INTEGER NOT NULL,
  mentions INTEGER NOT NULL,
  UNIQUE (key, name)
) STRICT;

CREATE VIRTUAL TABLE entity_words USING fts5 (name, content = '', contentless_delete = 1, tokenize = 'ascii', detail = full);

CREATE TABLE submissions (
  id TEXT PRIMARY KEY,
  state INTEGER NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  article TEXT NOT NULL,
  revision TEXT NOT NULL,
  external_id TEXT NOT NULL,
  url TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- hash of route, submission and body: a message comes once
  digest BLOB NOT NULL UNIQUE,
  submission TEXT NOT NULL,
  route TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  at TEXT NOT NULL,
  content_type TEXT NOT NULL,
  schema TEXT NOT NULL,
  trace TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX quarantine_reason ON quarantine (reason, id);
