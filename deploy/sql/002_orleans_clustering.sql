-- Part 2 of 3: cluster membership (Cluster:Membership=PostgreSql). With membership in Redis it is unused and harmless.
--
-- Every change of the member list advances the cluster's version, and only the writer that names the current version may
-- change it; so concurrent silos agree on one order of changes. The update of the version row is what they queue on:
-- whoever comes second finds another version there, changes nothing, and is told false.

CREATE TABLE IF NOT EXISTS OrleansMembershipVersionTable
(
    DeploymentId text        PRIMARY KEY,                  -- the cluster's id
    Version      integer     NOT NULL DEFAULT 0,
    ChangedOn    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS OrleansMembershipTable
(
    DeploymentId text        NOT NULL REFERENCES OrleansMembershipVersionTable ON DELETE CASCADE,
    Address      text        NOT NULL,
    Port         integer     NOT NULL,                     -- between silos
    Generation   integer     NOT NULL,                     -- tells a restarted silo from the one before it
    SiloName     text        NOT NULL,
    HostName     text        NOT NULL,
    Status       integer     NOT NULL,                     -- Orleans.Runtime.SiloStatus; 3 is active
    ProxyPort    integer     NOT NULL,                     -- for clients; 0: the silo is no gateway
    SuspectTimes text,
    StartTime    timestamptz NOT NULL,
    IAmAliveTime timestamptz NOT NULL,
    PRIMARY KEY (DeploymentId, Address, Port, Generation)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES

-- True for the one silo that creates the cluster's version row.
('InsertMembershipVersionKey', $query$
WITH created AS
(
    INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId)
    ON CONFLICT DO NOTHING
    RETURNING DeploymentId
)
SELECT EXISTS (SELECT 1 FROM created)
$query$),

-- True if the silo was added: the version was the current one, and the silo was not there.
('InsertMembershipKey', $query$
WITH advanced AS
(
    UPDATE OrleansMembershipVersionTable
    SET Version = Version + 1, ChangedOn = now()
    WHERE DeploymentId = @DeploymentId AND Version = @Version
        AND NOT EXISTS (SELECT 1 FROM OrleansMembershipTable
            WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation)
    RETURNING DeploymentId
),
added AS
(
    INSERT INTO OrleansMembershipTable
        (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
    SELECT DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    FROM advanced
    RETURNING DeploymentId
)
SELECT EXISTS (SELECT 1 FROM added)
$query$),

-- True if the silo's row was changed: the version was the current one, and the silo was there.
('UpdateMembershipKey', $query$
WITH advanced AS
(
    UPDATE OrleansMembershipVersionTable
    SET Version = Version + 1, ChangedOn = now()
    WHERE DeploymentId = @DeploymentId AND Version = @Version
        AND EXISTS (SELECT 1 FROM OrleansMembershipTable
            WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation)
    RETURNING DeploymentId
),
changed AS
(
    UPDATE OrleansMembershipTable AS silo
    SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
    FROM advanced
    WHERE silo.DeploymentId = advanced.DeploymentId
        AND silo.Address = @Address AND silo.Port = @Port AND silo.Generation = @Generation
    RETURNING silo.DeploymentId
)
SELECT EXISTS (SELECT 1 FROM changed)
$query$),

-- A sign of life is no change of the member list: the version stays.
('UpdateIAmAlivetimeKey', $query$
UPDATE OrleansMembershipTable
SET IAmAliveTime = @IAmAliveTime
WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
$query$),

-- The version always, and the silo if it is there.
('MembershipReadRowKey', $query$
SELECT cluster.Version, silo.Address, silo.Port, silo.Generation, silo.SiloName, silo.HostName, silo.Status, silo.ProxyPort,
    silo.SuspectTimes, silo.StartTime, silo.IAmAliveTime
FROM OrleansMembershipVersionTable AS cluster
LEFT JOIN OrleansMembershipTable AS silo ON silo.DeploymentId = cluster.DeploymentId
    AND silo.Address = @Address AND silo.Port = @Port AND silo.Generation = @Generation
WHERE cluster.DeploymentId = @DeploymentId
$query$),

-- The version always, and every silo.
('MembershipReadAllKey', $query$
SELECT cluster.Version, silo.Address, silo.Port, silo.Generation, silo.SiloName, silo.HostName, silo.Status, silo.ProxyPort,
    silo.SuspectTimes, silo.StartTime, silo.IAmAliveTime
FROM OrleansMembershipVersionTable AS cluster
LEFT JOIN OrleansMembershipTable AS silo ON silo.DeploymentId = cluster.DeploymentId
WHERE cluster.DeploymentId = @DeploymentId
$query$),

('GatewaysQueryKey', $query$
SELECT Address, ProxyPort, Generation
FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0
$query$),

-- The silos go with their cluster.
('DeleteMembershipTableEntriesKey', $query$
DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId
$query$),

-- What is not active and has not been heard of since.
('CleanupDefunctSiloEntriesKey', $query$
DELETE FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId AND Status <> 3 AND greatest(StartTime, IAmAliveTime) < @IAmAliveTime
$query$)

ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;
