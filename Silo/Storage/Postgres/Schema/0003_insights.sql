-- Signals of 24 hours by symbol and action, as of the last refresh.

CREATE TABLE goldensignals.insights_refresh (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  refreshed_at timestamptz NOT NULL
);

INSERT INTO goldensignals.insights_refresh (refreshed_at) VALUES ('-infinity');

CREATE MATERIALIZED VIEW goldensignals.signal_insights AS
SELECT symbol, action, count(*) AS count, avg(confidence) AS mean_confidence, max(bar_time) AS last_time,
  (array_agg(bar_rest ORDER BY bar_time DESC, bar_rest DESC))[1] AS last_rest
FROM goldensignals.signals
WHERE bar_time >= (SELECT refreshed_at FROM goldensignals.insights_refresh) - interval '24 hours'
  AND bar_time <= (SELECT refreshed_at FROM goldensignals.insights_refresh)
GROUP BY symbol, action;

CREATE UNIQUE INDEX signal_insights_row ON goldensignals.signal_insights (symbol, action);
