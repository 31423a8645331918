-- Which articles are copies of which, apart from what is large and does not change with it. Not partitioned: an article is
-- compared with those of every month.

-- One row a current article that has a signature.
CREATE TABLE copies (
  place bigint PRIMARY KEY,
  article text NOT NULL,
  -- the article that it is a copy of, and how much of the shorter text is in the longer one
  original text,
  similarity double precision,
  -- sketches of the text
  signature bytea NOT NULL
) WITH (fillfactor = 80);
ALTER TABLE copies ALTER COLUMN signature SET STORAGE PLAIN;
CREATE INDEX copies_original ON copies (original) WHERE original IS NOT NULL;

-- The hashes by which the copies of an article are found.
CREATE TABLE copy_keys (
  key bigint NOT NULL,
  place bigint NOT NULL,
  PRIMARY KEY (key, place)
);
