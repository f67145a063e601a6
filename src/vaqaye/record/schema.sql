-- The record. One file of SQLite, plain types so that PostgreSQL can take the same tables.
--
-- How to read it: `start` and `end` are code-point offsets into the text of the article, end-exclusive. Unknown is NULL.
-- `article` is always articles.key, `n` counts from 0 within its article in the order of the reading, lists of codes are
-- JSON. `day` is the ISO date to sort by: the first day of the date that the text gives, else the day of publication.
-- A comment before a table says what a row is; one behind a column says what it holds.

-- meta: facts about this file itself
CREATE TABLE meta (
  name TEXT, -- schema (version of these tables), vaqaye (version that last wrote), words (which spelling rules made the index `search`)
  value TEXT NOT NULL, -- its value
  PRIMARY KEY (name)
) WITHOUT ROWID;

-- readers: one reader, told apart by its version and the hashes of its data
CREATE TABLE readers (
  key INTEGER PRIMARY KEY, -- number used by articles.reader and failures.reader
  version TEXT NOT NULL, -- version of Vaqaye
  codebook TEXT NOT NULL, -- hash of the codebook
  lexicon TEXT NOT NULL, -- hash of the lexicon
  model TEXT, -- hash of the model, NULL where none was used
  UNIQUE (version, codebook, lexicon, model)
);

-- articles: one article that was read; its words are in `bodies`
CREATE TABLE articles (
  key INTEGER PRIMARY KEY, -- grows with the time of publication, so that newest first is `ORDER BY key DESC`; undated ones come first
  id TEXT NOT NULL, -- id of the article in the public contract
  source TEXT, -- outlet
  url TEXT, -- address
  title TEXT, -- headline; no entry points into it
  published TEXT, -- ISO date or date-time of publication
  language TEXT, -- language code
  contexts TEXT NOT NULL, -- PLOVER contexts of the whole article, JSON list
  content BLOB NOT NULL, -- hash of text, source, url, title and published: tells whether the article has changed
  reader INTEGER, -- readers.key of the reader that read it
  UNIQUE (id),
  FOREIGN KEY (reader) REFERENCES readers (key)
);
CREATE INDEX articles_by_published ON articles (published);

-- bodies: the words of an article
CREATE TABLE bodies (
  article INTEGER PRIMARY KEY, -- articles.key
  text BLOB NOT NULL, -- the text exactly as it was given, UTF-8, one Zstandard frame
  FOREIGN KEY (article) REFERENCES articles (key)
);

-- actors: one actor as the who's-who has it on some date, shared by all articles; or one that only its article knows
CREATE TABLE actors (
  key INTEGER PRIMARY KEY, -- number used wherever an actor is meant
  article INTEGER, -- the article of a local actor; NULL for one of the who's-who
  id TEXT NOT NULL, -- id in the public contract: state:RUS, person:vladimir-putin, local:3
  name_fa TEXT, -- Persian name
  name_en TEXT, -- English name
  name_key TEXT, -- Persian name without spaces and half-spaces, one spelling of each letter: to look names up
  kind TEXT NOT NULL, -- person, office, state, organisation, group
  country TEXT, -- ISO 3166-1 alpha-3, or UNO EUR IGO NGO MNC IMG ISM
  sector TEXT, -- PLOVER sector
  also TEXT NOT NULL, -- other hats, JSON list of [country, sector]
  role_fa TEXT, -- office held on the date of the article, Persian
  role_en TEXT, -- office held on the date of the article, English
  role_from TEXT, -- since when, ISO
  role_to TEXT, -- until when, ISO
  wikidata TEXT, -- Wikidata id
  FOREIGN KEY (article) REFERENCES articles (key)
);
CREATE INDEX actors_by_id ON actors (article, id);
CREATE INDEX actors_by_name ON actors (name_key);
CREATE INDEX actors_by_english_name ON actors (lower(name_en)) WHERE name_en IS NOT NULL;

-- casts: an actor takes part in an article
CREATE TABLE casts (
  article INTEGER NOT NULL, -- articles.key
  n INTEGER NOT NULL, -- place among the actors of the article
  actor INTEGER NOT NULL, -- actors.key
  PRIMARY KEY (article, n),
  FOREIGN KEY (article) REFERENCES articles (key),
  FOREIGN KEY (actor) REFERENCES actors (key)
) WITHOUT ROWID;

-- mentions: words that stand for an actor
CREATE TABLE mentions (
  article INTEGER NOT NULL, -- articles.key
  actor INTEGER NOT NULL, -- actors.key
  n INTEGER NOT NULL, -- place among the mentions of the actor in the article
  start INTEGER, -- NULL where the language drops the subject
  "end" INTEGER, -- NULL where the language drops the subject
  how TEXT NOT NULL, -- name, office, apposition, counterpart, pronoun, demonstrative, group, metonym, dropped
  reason TEXT, -- why these words are taken for this actor
  PRIMARY KEY (article, actor, n),
  FOREIGN KEY (article) REFERENCES articles (key),
  FOREIGN KEY (actor) REFERENCES actors (key)
) WITHOUT ROWID;

-- dates: an expression of time and what it means
CREATE TABLE dates (
  article INTEGER NOT NULL, -- articles.key
  n INTEGER NOT NULL, -- place among the dates of the article
  start INTEGER NOT NULL, -- where the expression begins
  "end" INTEGER NOT NULL, -- where it ends
  value TEXT, -- ISO date, month, year, interval a/b or duration
  precision TEXT, -- day, week, month, season, year, interval, duration
  calendar TEXT NOT NULL, -- jalali, gregorian, hijri, none
  anchor TEXT NOT NULL, -- what it counts from: absolute, published, article, previous
  reason TEXT, -- why there is no value
  conflict TEXT, -- what does not agree, e.g. the weekday
  PRIMARY KEY (article, n),
  FOREIGN KEY (article) REFERENCES articles (key)
) WITHOUT ROWID;

-- statements: what somebody said or wrote; copies and quotations are in `evidence`
CREATE TABLE statements (
  article INTEGER NOT NULL, -- articles.key
  n INTEGER NOT NULL, -- place among the statements of the article
  id TEXT NOT NULL, -- id in the public contract
  speaker INTEGER NOT NULL, -- actors.key of who says it
  addressees TEXT NOT NULL, -- ids of the actors it is said to, JSON list
  kind TEXT NOT NULL, -- direct, indirect, mixed
  cue_start INTEGER, -- words that introduce it; NULL where only a colon does
  cue_end INTEGER, -- end of those words
  cue_lemma TEXT, -- their dictionary form
  cue_stance TEXT, -- asserts, claims, denies, asks, promises, warns, doubts
  content_start INTEGER NOT NULL, -- what was said, its fullest telling
  content_end INTEGER NOT NULL, -- end of what was said
  date TEXT, -- when it was said, ISO
  venue TEXT, -- where or on what occasion
  confidence DOUBLE PRECISION NOT NULL, -- 0 to 1
  day TEXT, -- the day to sort by
  PRIMARY KEY (article, n),
  FOREIGN KEY (article) REFERENCES articles (key),
  FOREIGN KEY (speaker) REFERENCES actors (key)
) WITHOUT ROWID;
CREATE INDEX statements_by_speaker ON statements (speaker, day);

-- events: who did what to whom; who and whom are in `participants`
CREATE TABLE events (
  article INTEGER NOT NULL, -- articles.key
  n INTEGER NOT NULL, -- place among the events of the article
  id TEXT NOT NULL, -- id in the public contract
  event TEXT NOT NULL, -- PLOVER type of the act itself
  mode TEXT, -- PLOVER mode
  status TEXT NOT NULL, -- occurred, planned, denied, hypothetical
  plover TEXT, -- PLOVER type under the manual's own rules (a planned CONSULT is AGREE)
  cameo TEXT, -- CAMEO code
  contexts TEXT NOT NULL, -- PLOVER contexts, JSON list
  date TEXT, -- when, as the text gives it: ISO date, month, year or interval
  date_precision TEXT, -- day, week, month, season, year, interval, duration
  date_start INTEGER, -- the words that give the date
  date_end INTEGER, -- end of those words
  place_fa TEXT, -- where, Persian name
  place_en TEXT, -- where, English name
  place_country TEXT, -- country of the place
  place_start INTEGER, -- the words that give the place
  place_end INTEGER, -- end of those words
  reported_by INTEGER, -- actors.key of the one on whose word the text tells it; NULL: the article itself
  statement TEXT, -- id of the statement in the same article that contains it
  trigger_start INTEGER NOT NULL, -- the words that name the act
  trigger_end INTEGER NOT NULL, -- end of those words
  pattern TEXT NOT NULL, -- id of the codebook entry that fired
  confidence DOUBLE PRECISION NOT NULL, -- 0 to 1
  killed INTEGER, -- number of people killed, where told
  injured INTEGER, -- number of people injured, where told
  arrested INTEGER, -- number of people arrested, where told
  present INTEGER, -- number of people present, where told
  day TEXT, -- the day to sort by
  PRIMARY KEY (article, n),
  FOREIGN KEY (article) REFERENCES articles (key),
  FOREIGN KEY (reported_by) REFERENCES actors (key)
) WITHOUT ROWID;
CREATE INDEX events_by_type ON events (event, day);

-- participants: an actor's part in an event
CREATE TABLE participants (
  article INTEGER NOT NULL, -- articles.key
  event INTEGER NOT NULL, -- events.n
  role TEXT NOT NULL, -- actor or recipient
  n INTEGER NOT NULL, -- place among those of the same role
  actor INTEGER NOT NULL, -- actors.key
  start INTEGER, -- the words that name it there; NULL for a dropped subject
  "end" INTEGER, -- end of those words
  country TEXT, -- country of the actor, copied from `actors` for the index
  day TEXT, -- day of the event, copied from `events` for the indices
  PRIMARY KEY (article, event, role, n),
  FOREIGN KEY (article, event) REFERENCES events (article, n),
  FOREIGN KEY (actor) REFERENCES actors (key)
) WITHOUT ROWID;
CREATE INDEX participants_by_actor ON participants (actor, day);
CREATE INDEX participants_by_country ON participants (country, day);

-- pairs: two countries meet in one event, or one speaks about the other; derived from the other tables for quick dossiers
CREATE TABLE pairs (
  article INTEGER NOT NULL, -- articles.key
  entry TEXT NOT NULL, -- event: a and b take part, a before b in the alphabet; statement: the speaker is of a, the content mentions b
  n INTEGER NOT NULL, -- events.n or statements.n
  a TEXT NOT NULL, -- country code
  b TEXT NOT NULL, -- country code
  day TEXT, -- day of the event or statement
  PRIMARY KEY (article, entry, n, a, b),
  FOREIGN KEY (article) REFERENCES articles (key)
) WITHOUT ROWID;
CREATE INDEX pairs_by_countries ON pairs (a, b, entry, day);

-- agreements: a treaty, accord, memorandum or contract; its parties are in `parties`
CREATE TABLE agreements (
  article INTEGER NOT NULL, -- articles.key
  n INTEGER NOT NULL, -- place among the agreements of the article
  id TEXT NOT NULL, -- id in the public contract
  name TEXT NOT NULL, -- name as the article gives it
  topics TEXT NOT NULL, -- what it is about, JSON list
  term TEXT, -- how long it is to last, ISO duration
  status TEXT NOT NULL, -- proposed, negotiated, agreed, signed, ratified, in_force, suspended, ended, unknown
  text_published BOOLEAN, -- whether its text is public
  date TEXT, -- ISO date
  day TEXT, -- the day to sort by
  PRIMARY KEY (article, n),
  FOREIGN KEY (article) REFERENCES articles (key)
) WITHOUT ROWID;

-- parties: a country is party to an agreement
CREATE TABLE parties (
  article INTEGER NOT NULL, -- articles.key
  agreement INTEGER NOT NULL, -- agreements.n
  n INTEGER NOT NULL, -- place among the parties
  country TEXT NOT NULL, -- country code
  PRIMARY KEY (article, agreement, n),
  FOREIGN KEY (article, agreement) REFERENCES agreements (article, n)
) WITHOUT ROWID;
CREATE INDEX parties_by_country ON parties (country);

-- figures: a number that carries a claim
CREATE TABLE figures (
  article INTEGER NOT NULL, -- articles.key
  n INTEGER NOT NULL, -- place among the figures of the article
  metric_fa TEXT, -- what is measured, Persian
  metric_en TEXT, -- what is measured, English
  value NUMERIC NOT NULL, -- the number
  unit TEXT NOT NULL, -- ISO 4217 for money, percent, person, barrel ...
  change TEXT, -- increase, decrease
  parties TEXT NOT NULL, -- country codes, JSON list
  period TEXT, -- ISO interval
  speaker INTEGER, -- actors.key of the one who gives the number
  PRIMARY KEY (article, n),
  FOREIGN KEY (article) REFERENCES articles (key),
  FOREIGN KEY (speaker) REFERENCES actors (key)
) WITHOUT ROWID;

-- evidence: words that prove an entry
CREATE TABLE evidence (
  article INTEGER NOT NULL, -- articles.key
  entry TEXT NOT NULL, -- statement, quote (its quotations), event, agreement, figure
  n INTEGER NOT NULL, -- n of that entry (of the statement, for a quote)
  i INTEGER NOT NULL, -- place among the spans of the entry
  start INTEGER NOT NULL, -- where the words begin
  "end" INTEGER NOT NULL, -- where they end
  PRIMARY KEY (article, entry, n, i),
  FOREIGN KEY (article) REFERENCES articles (key)
) WITHOUT ROWID;

-- failures: an article that could not be read
CREATE TABLE failures (
  id TEXT, -- id of the article
  url TEXT, -- its address, or its path and line
  source TEXT, -- outlet
  error TEXT NOT NULL, -- class of the error
  reason TEXT NOT NULL, -- what was wrong
  content BLOB NOT NULL, -- hash as in articles.content
  reader INTEGER, -- readers.key of the reader that gave up, NULL where none was asked
  PRIMARY KEY (id),
  FOREIGN KEY (reader) REFERENCES readers (key)
) WITHOUT ROWID;

-- search: full-text index over the words of titles and texts in one spelling (SQLite only); rowid is articles.key
CREATE VIRTUAL TABLE search USING fts5 (
  title, -- words of the title
  text, -- words of the text
  content = '', columnsize = 0, tokenize = 'ascii'
);
-- Merging eight segments at a time instead of four takes a fifth off the cost of a batch.
INSERT INTO search (search, rank) VALUES ('automerge', 8);

-- Version 2
ALTER TABLE events ADD COLUMN place_region TEXT; -- first-level region of the place, English
ALTER TABLE events ADD COLUMN place_lat DOUBLE PRECISION; -- degrees north
ALTER TABLE events ADD COLUMN place_lon DOUBLE PRECISION; -- degrees east
