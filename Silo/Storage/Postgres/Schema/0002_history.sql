-- Bars, decisions and signals, written behind the journal, which holds all of it. Times are of the bar's open.
-- bar_rest: what a time of 100 ns steps has beyond the microseconds of bar_time, 0 to 9. interval_ticks: length of the bar in 100 ns.
-- Two orders are paged: of one symbol, and of all. Names are in ASCII and ordered by their bytes.

CREATE TABLE goldensignals.bars (
  bar_time timestamptz NOT NULL,
  interval_ticks bigint NOT NULL,
  open double precision NOT NULL,
  high double precision NOT NULL,
  low double precision NOT NULL,
  close double precision NOT NULL,
  volume double precision NOT NULL,
  bar_rest smallint NOT NULL,
  symbol text COLLATE "C" NOT NULL
) PARTITION BY RANGE (bar_time);

CREATE UNIQUE INDEX bars_all ON goldensignals.bars (bar_time DESC, bar_rest DESC, symbol, interval_ticks);
CREATE INDEX bars_symbol ON goldensignals.bars (symbol, bar_time DESC, bar_rest DESC, interval_ticks);
CREATE INDEX bars_time ON goldensignals.bars USING brin (bar_time);

CREATE TABLE goldensignals.decisions (
  bar_time timestamptz NOT NULL,
  interval_ticks bigint NOT NULL,
  sequence bigint NOT NULL,               -- of the journal's record, in the symbol's shard
  price double precision NOT NULL,
  score double precision NOT NULL,
  confidence double precision NOT NULL,
  stop double precision,                  -- the position proposed, where there is one: side is not null
  target double precision,
  reward_risk double precision,
  size_fraction double precision,
  projected_loss_fraction double precision,
  bar_rest smallint NOT NULL,
  action smallint NOT NULL,               -- 0 hold, 1 buy, 2 sell
  action_before smallint NOT NULL,
  side smallint,                          -- 0 long, 1 short, 2 exit
  symbol text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  configuration text NOT NULL
) PARTITION BY RANGE (bar_time);

CREATE UNIQUE INDEX decisions_all ON goldensignals.decisions (bar_time DESC, bar_rest DESC, symbol, interval_ticks);
CREATE INDEX decisions_symbol ON goldensignals.decisions (symbol, bar_time DESC, bar_rest DESC, interval_ticks);
CREATE INDEX decisions_time ON goldensignals.decisions USING brin (bar_time);

-- Decisions that changed the action: kept for another time than the rest, and asked for most.
CREATE TABLE goldensignals.signals (LIKE goldensignals.decisions INCLUDING CONSTRAINTS) PARTITION BY RANGE (bar_time);

CREATE UNIQUE INDEX signals_all ON goldensignals.signals (bar_time DESC, bar_rest DESC, symbol, interval_ticks);
CREATE INDEX signals_symbol ON goldensignals.signals (symbol, bar_time DESC, bar_rest DESC, interval_ticks);
CREATE INDEX signals_time ON goldensignals.signals USING brin (bar_time);

-- Up to which of its journal's records a shard's history is here: written in the transaction that writes them.
CREATE TABLE goldensignals.history_position (
  shard integer PRIMARY KEY,
  sequence bigint NOT NULL
);
