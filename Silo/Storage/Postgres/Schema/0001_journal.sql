-- What a grid's shards took in and decided. A body is bytes: the program knows what they mean.

-- The number of shards is fixed when the grid is created.
CREATE TABLE goldensignals.grid (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  shards integer NOT NULL CHECK (shards > 0)
);

-- Who may write a shard (epoch) and what its last record is. Every append locks the row and checks both: that makes one writer,
-- and no sequence twice on whatever days. Room in the page keeps its updates out of the index.
CREATE TABLE goldensignals.shard (
  shard integer PRIMARY KEY,
  epoch bigint NOT NULL,
  last bigint NOT NULL DEFAULT 0,
  opened_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 20);

CREATE TABLE goldensignals.journal (
  shard integer NOT NULL,
  sequence bigint NOT NULL,
  epoch bigint NOT NULL,
  written_at timestamptz NOT NULL,
  checksum integer NOT NULL,              -- CRC-32C of all but written_at
  kind smallint NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (shard, sequence, written_at)
) PARTITION BY RANGE (written_at);

-- Mostly doubles: compressing them costs more than it saves.
ALTER TABLE goldensignals.journal ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE INDEX journal_written_at ON goldensignals.journal USING brin (written_at);

-- Makes the partition of a day (UTC) where there is none. Attaching, unlike CREATE TABLE ... PARTITION OF, lets others go on writing.
CREATE FUNCTION goldensignals.make_day(parent text, day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  partition text := parent || '_' || to_char(day, 'YYYYMMDD');
BEGIN
  IF EXISTS (SELECT FROM pg_class WHERE relname = partition AND relnamespace = 'goldensignals'::regnamespace) THEN
    RETURN;
  END IF;
  -- Asked again behind the lock, and in the table: to_regclass would answer from a cache that a lock of this kind does not refresh.
  PERFORM pg_advisory_xact_lock(hashtext('goldensignals.make_day'));
  IF EXISTS (SELECT FROM pg_class WHERE relname = partition AND relnamespace = 'goldensignals'::regnamespace) THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE goldensignals.%I (LIKE goldensignals.%I INCLUDING STORAGE INCLUDING CONSTRAINTS)', partition, parent);
  EXECUTE format('ALTER TABLE goldensignals.%I ATTACH PARTITION goldensignals.%I FOR VALUES FROM (%L) TO (%L)',
    parent, partition, day::text || ' 00:00+00', (day + 1)::text || ' 00:00+00');
END
$$;

-- The days (UTC) that have a partition.
CREATE FUNCTION goldensignals.days(parent text) RETURNS SETOF date LANGUAGE sql STABLE AS $$
  SELECT to_date(right(child.relname, 8), 'YYYYMMDD')
  FROM pg_inherits
  JOIN pg_class child ON child.oid = pg_inherits.inhrelid
  WHERE pg_inherits.inhparent = ('goldensignals.' || parent)::regclass
$$;
