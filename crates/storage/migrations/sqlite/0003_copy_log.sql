-- Hashes of articles are spread over all of `copy_keys`, so that filing one touches twenty pages. They are filed here first,
-- in the order of coming, and taken over in the order of keys, many to a page.
CREATE TABLE copy_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  place INTEGER NOT NULL,
  -- whether the article has left
  gone INTEGER NOT NULL,
  -- 32 bits each, little-endian
  keys BLOB NOT NULL
) STRICT;
