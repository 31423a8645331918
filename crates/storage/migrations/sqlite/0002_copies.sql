-- Which articles are copies of which, apart from what is large and does not change with it.

-- One row a current article that has a signature.
CREATE TABLE copies (
  place INTEGER PRIMARY KEY,
  article TEXT NOT NULL,
  -- the article that it is a copy of, and how much of the shorter text is in the longer one
  original TEXT,
  similarity REAL,
  -- sketches of the text
  signature BLOB NOT NULL
) STRICT;
CREATE INDEX copies_original ON copies (original) WHERE original IS NOT NULL;

-- The hashes by which the copies of an article are found.
CREATE TABLE copy_keys (
  key INTEGER NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (key, place)
) STRICT, WITHOUT ROWID;
