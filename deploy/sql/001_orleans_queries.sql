-- What Microsoft Orleans 10.4 needs of PostgreSQL, part 1 of 3: the table of statements.
--
-- The ADO.NET providers of Orleans hold no SQL for clustering and grain storage. At start-up they read this table and then
-- run QueryText by its QueryKey. Keys, parameter names (@DeploymentId, ...) and result columns are the providers'
-- interface; the tables behind them are ours. The files may be applied again at any time: tables stay, statements are renewed.

CREATE TABLE IF NOT EXISTS OrleansQuery
(
    QueryKey  text PRIMARY KEY,
    QueryText text NOT NULL
);
