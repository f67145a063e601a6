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

-- Version 3

-- copies: an article and the group of near-duplicates (agencies copying each other, updates, reposts) that it is in
CREATE TABLE copies (
  article INTEGER PRIMARY KEY, -- articles.key
  origin INTEGER NOT NULL, -- the group: the least articles.key in it, its own where it has no copies
  sketch BLOB NOT NULL, -- its bands as 64-bit numbers; empty where it has too few words
  FOREIGN KEY (article) REFERENCES articles (key)
);
CREATE INDEX copies_by_origin ON copies (origin);

-- bands: part of the MinHash of an article; articles that share one are copies
CREATE TABLE bands (
  band INTEGER NOT NULL, -- hash of the place in the MinHash and of the numbers there
  article INTEGER NOT NULL, -- articles.key
  PRIMARY KEY (band, article),
  FOREIGN KEY (article) REFERENCES articles (key)
) WITHOUT ROWID;

-- blocks: what two entries must share to be compared as tellings of the same thing
CREATE TABLE blocks (
  block INTEGER NOT NULL, -- hash of the kind of entry, its day, and its type with a pair of countries, an actor or words; or its speaker
  rank INTEGER NOT NULL, -- hash of the id of the article; of a full block only those that come first are compared with all others
  article INTEGER NOT NULL, -- articles.key
  n INTEGER NOT NULL, -- n of that event or statement
  PRIMARY KEY (block, rank, article, n),
  FOREIGN KEY (article) REFERENCES articles (key)
) WITHOUT ROWID;

-- reports: one article's telling of an episode, a quotation or the step of an agreement; every event, statement and agreement is one
CREATE TABLE reports (
  article INTEGER NOT NULL, -- articles.key
  entry TEXT NOT NULL, -- event, statement, agreement
  n INTEGER NOT NULL, -- n of that entry
  story INTEGER NOT NULL, -- what it is a report of: episodes.key, quotations.key or ledgers.key
  component INTEGER, -- of an agreement: what ledgers of it share, half a year of silence away from each other; else NULL
  copy BOOLEAN NOT NULL, -- whether its words, or those of its article, are those of an earlier report of the same story
  words BLOB NOT NULL, -- hashes of the different words that tell it, little-endian 16-bit numbers: to compare reports
  model INTEGER, -- articles.key of the article that is first by blocks.rank among those that tell it in nearly the same words; NULL for that one
  PRIMARY KEY (article, entry, n),
  FOREIGN KEY (article) REFERENCES articles (key)
) WITHOUT ROWID;
CREATE INDEX reports_by_story ON reports (story);
CREATE INDEX reports_by_component ON reports (component) WHERE component IS NOT NULL;

-- links: two tellings that are alike enough to tell the same thing, each way; stories are made of these
CREATE TABLE links (
  article INTEGER NOT NULL, -- articles.key
  entry TEXT NOT NULL, -- event or statement
  n INTEGER NOT NULL, -- n of that entry
  other INTEGER NOT NULL, -- articles.key of the other telling
  other_n INTEGER NOT NULL, -- n of the other entry
  sure DOUBLE PRECISION NOT NULL, -- how alike they are: the surest links are followed first
  alike BOOLEAN NOT NULL, -- whether their words are the same but for one in seven
  PRIMARY KEY (article, entry, n, other, other_n),
  FOREIGN KEY (article) REFERENCES articles (key)
) WITHOUT ROWID;

-- episodes: one act, told by one or many articles
CREATE TABLE episodes (
  key INTEGER NOT NULL, -- `id` as a number
  id TEXT NOT NULL, -- 15 hexadecimal digits, made of its first report: the same however the record was built
  event TEXT NOT NULL, -- PLOVER type that most reports give
  mode TEXT, -- PLOVER mode that most reports with one give
  status TEXT NOT NULL, -- status of the newest report that gives one other than hypothetical, else hypothetical
  date TEXT, -- when, as most of the reports that are most precise give it: ISO date, month, year or interval
  precision TEXT, -- day, week, month, season, year, interval; NULL where no report gives a date
  place_fa TEXT, -- where, Persian name that most reports give
  place_en TEXT, -- where, English name
  place_country TEXT, -- country of the place
  day TEXT, -- the day to sort by: the first of `date`, else the day of the first report
  reports INTEGER NOT NULL, -- number of articles that tell it
  sources INTEGER NOT NULL, -- number of independent sources: copies and articles of one outlet count once
  first_report TEXT, -- publication of the first report, ISO
  last_report TEXT, -- publication of the last report, ISO
  PRIMARY KEY (key)
);
CREATE INDEX episodes_by_day ON episodes (day);
CREATE INDEX episodes_by_type ON episodes (event, day);

-- quotations: one saying of one speaker, told by one or many articles
CREATE TABLE quotations (
  key INTEGER NOT NULL, -- `id` as a number
  id TEXT NOT NULL, -- 15 hexadecimal digits, made of its first report
  speaker TEXT, -- id of the actor who says it; NULL where only its articles know him, see the statements themselves
  day TEXT, -- the day to sort by
  reports INTEGER NOT NULL, -- number of articles that tell it
  sources INTEGER NOT NULL, -- number of independent sources
  first_report TEXT, -- publication of the first report, ISO
  last_report TEXT, -- publication of the last report, ISO
  PRIMARY KEY (key)
);
CREATE INDEX quotations_by_day ON quotations (day);

-- ledgers: one agreement over all articles that tell of it; its steps are its reports by day and status
CREATE TABLE ledgers (
  key INTEGER NOT NULL, -- `id` as a number
  id TEXT NOT NULL, -- 15 hexadecimal digits, made of its kind, its parties and its first report
  name TEXT NOT NULL, -- name that most of the first two hundred reports give
  name_key TEXT NOT NULL, -- that name without spaces and half-spaces, one spelling of each letter: to look it up
  parties TEXT NOT NULL, -- country codes that any report gives, JSON list
  status TEXT NOT NULL, -- status of the newest report that gives one other than unknown
  day TEXT, -- the day to sort by: that of the newest report
  reports INTEGER NOT NULL, -- number of articles that tell of it
  sources INTEGER NOT NULL, -- number of outlets
  first_report TEXT, -- publication of the first report, ISO
  last_report TEXT, -- publication of the last report, ISO
  component INTEGER NOT NULL, -- what it shares with ledgers of the same agreement, half a year of silence away
  first_day TEXT, -- the earliest day of a report, ISO date; NULL where they have none
  last_day TEXT, -- the latest
  PRIMARY KEY (key)
);
CREATE INDEX ledgers_by_name ON ledgers (name_key);
CREATE INDEX ledgers_by_component ON ledgers (component);
CREATE INDEX ledgers_by_day ON ledgers (day);

-- months: how many events a month has, of all, of one country, and between two; kept up with every batch for quick counts
CREATE TABLE months (
  a TEXT NOT NULL, -- country code; empty for all events
  b TEXT NOT NULL, -- code of the other country, behind a in the alphabet; empty for all events of a
  month TEXT NOT NULL, -- month of events.day, as 2022-01; empty where they have no day
  event TEXT NOT NULL, -- PLOVER type of the act itself
  mode TEXT NOT NULL, -- PLOVER mode; empty where there is none
  status TEXT NOT NULL, -- occurred, planned, denied, hypothetical
  plover TEXT NOT NULL, -- PLOVER type under the manual's own rules; empty where there is none
  number INTEGER NOT NULL, -- number of events
  PRIMARY KEY (a, b, month, event, mode, status, plover)
) WITHOUT ROWID;
CREATE INDEX months_without_events ON months (number) WHERE number = 0;

-- names: what an actor of the who's-who can be asked by: each of his names, and what is left of it from each of its words on
CREATE TABLE names (
  key TEXT NOT NULL, -- the words without spaces and hyphens, one spelling of each letter, small Latin letters
  id TEXT NOT NULL, -- actors.id
  PRIMARY KEY (key, id)
) WITHOUT ROWID;

-- figure_parties: a country that a figure is about
CREATE TABLE figure_parties (
  article INTEGER NOT NULL, -- articles.key
  figure INTEGER NOT NULL, -- figures.n
  n INTEGER NOT NULL, -- place among the parties
  country TEXT NOT NULL, -- country code
  day TEXT, -- day of the figure, copied from `figures` for the index
  PRIMARY KEY (article, figure, n),
  FOREIGN KEY (article, figure) REFERENCES figures (article, n)
) WITHOUT ROWID;
CREATE INDEX figure_parties_by_country ON figure_parties (country, day);
ALTER TABLE statements ADD COLUMN country TEXT; -- country of the speaker, copied from `actors` for the index
CREATE INDEX statements_by_country ON statements (country, day);
ALTER TABLE figures ADD COLUMN day TEXT; -- the day to sort by: the first of the period, else that of publication
CREATE INDEX figures_by_day ON figures (day);
CREATE INDEX figures_by_metric ON figures (metric_fa, day);
-- For the newest of a kind: without these a page would sort all events of a country, or go through all that there are.
CREATE INDEX articles_by_source ON articles (source);
CREATE INDEX casts_by_actor ON casts (actor);
CREATE INDEX events_by_day ON events (day);
CREATE INDEX events_to_come_or_not ON events (status, day) WHERE status <> 'occurred';
CREATE INDEX events_by_country ON events (place_country, day) WHERE place_country IS NOT NULL;
CREATE INDEX events_by_place ON events (place_fa, day) WHERE place_fa IS NOT NULL;
CREATE INDEX statements_by_day ON statements (day);
CREATE INDEX pairs_spoken_of ON pairs (b, day) WHERE entry = 'statement';
CREATE INDEX agreements_by_day ON agreements (day);

ALTER TABLE pairs ADD COLUMN event TEXT; -- PLOVER type of the event, copied from `events` for the index; NULL for a statement
ALTER TABLE pairs ADD COLUMN status TEXT; -- status of the event, copied likewise
CREATE INDEX pairs_by_act ON pairs (a, b, event, status, day) WHERE entry = 'event';

-- feeds: how a feed that `vaqaye watch` polls stands
CREATE TABLE feeds (
  url TEXT NOT NULL, -- its address, as feeds.toml gives it
  etag TEXT, -- the header ETag of its last answer, to be asked with
  modified TEXT, -- the header Last-Modified of its last answer, to be asked with
  due TEXT NOT NULL, -- when to poll it next, ISO, UTC
  failures INTEGER NOT NULL, -- polls in a row that gave nothing
  error TEXT, -- why the last poll gave nothing; NULL where it gave something
  PRIMARY KEY (url)
) WITHOUT ROWID;

-- inbox: an item of a feed that is still to be fetched or read; it leaves when it is in articles or failures
CREATE TABLE inbox (
  key INTEGER PRIMARY KEY, -- grows with every item
  id TEXT NOT NULL, -- id that its article will have
  url TEXT, -- address of its page
  source TEXT, -- outlet
  title TEXT, -- headline
  published TEXT, -- ISO date or date-time of publication
  text BLOB, -- as in bodies.text; NULL until its page is fetched
  tries INTEGER NOT NULL, -- how often its page could not be fetched
  due TEXT NOT NULL, -- when to fetch its page, ISO, UTC
  UNIQUE (id)
);

-- corrections: what an analyst says is wrong with an entry, or missing; never changed or deleted
CREATE TABLE corrections (
  key INTEGER PRIMARY KEY, -- grows with every correction: they are applied in this order
  id TEXT NOT NULL, -- 16 hexadecimal digits, made of all the rest: the same in every record that it is brought to
  article TEXT NOT NULL, -- articles.id, whether that article is here or not
  entry TEXT NOT NULL, -- event, statement, agreement, figure
  type TEXT NOT NULL, -- type as it was read: PLOVER type of an event, unit of a figure, else empty
  start INTEGER NOT NULL, -- where its words began in the text: trigger, content of a statement, first evidence
  "end" INTEGER NOT NULL, -- where they ended
  words TEXT NOT NULL, -- the first 200 characters of them, to find them in a text that has changed
  verdict TEXT NOT NULL, -- wrong, mended, missed (an event was added), withdrawn (another correction is taken back)
  value TEXT NOT NULL, -- what is right, JSON: type, mode, status, date, actor, recipient, parties; null: as it was read
  withdraws TEXT, -- id of the correction that is taken back
  reason TEXT NOT NULL, -- why
  by TEXT NOT NULL, -- name of the analyst
  at TEXT NOT NULL, -- when, ISO, UTC
  UNIQUE (id)
);
CREATE INDEX corrections_by_article ON corrections (article);
CREATE INDEX corrections_withdrawn ON corrections (withdraws) WHERE withdraws IS NOT NULL;

-- corrected: the entry that a correction applies to; a correction that is not here found none, or was taken back
CREATE TABLE corrected (
  article INTEGER NOT NULL, -- articles.key
  correction TEXT NOT NULL, -- corrections.id
  entry TEXT NOT NULL, -- event, statement, agreement, figure
  n INTEGER, -- n of that entry; NULL where it was marked wrong and is in no table any more
  original TEXT, -- what was read there, JSON: type, status, date, actors, recipients; NULL where the entry was added
  PRIMARY KEY (article, correction),
  FOREIGN KEY (article) REFERENCES articles (key)
) WITHOUT ROWID;

-- originals: all that was read in an article that has corrections, as it was before they were applied
CREATE TABLE originals (
  article INTEGER PRIMARY KEY, -- articles.key
  reading BLOB NOT NULL, -- the reading without its article, JSON, one Zstandard frame
  FOREIGN KEY (article) REFERENCES articles (key)
);

-- searches: a question that somebody wants to hear of again: /feed.rss?search=NAME has its newest entries
CREATE TABLE searches (
  name TEXT NOT NULL, -- what it is called
  kind TEXT NOT NULL, -- events, statements, agreements, articles
  question TEXT NOT NULL, -- what is asked for, JSON: names of parameters and their values
  at TEXT NOT NULL, -- when it was saved, ISO, UTC
  PRIMARY KEY (name)
) WITHOUT ROWID;

-- Version 4
ALTER TABLE reports ADD COLUMN own INTEGER; -- key of the story whose first report this is or would be: what was its address before an earlier report came still leads to it
CREATE INDEX reports_by_own ON reports (own) WHERE own <> story AND story <> 0;

-- Version 5
ALTER TABLE months ADD COLUMN late INTEGER; -- how many of that number lie on or after the first day of the Jalali month that begins in this month
