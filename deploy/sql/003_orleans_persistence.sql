-- Part 3 of 3: grain state. Today that is the stream subscriptions (the store named PubSubStore); nothing else of the grid
-- is kept in PostgreSQL yet.
--
-- A write names the version that it was based on; null, when its grain had found no row. If the row has moved on, the
-- statement returns no row, and the provider raises InconsistentStateException in the grain. The provider also passes
-- hashes of the key, for schemas that are looked up by them; here the key itself is the primary key.

CREATE TABLE IF NOT EXISTS OrleansStorage
(
    ServiceId              text COLLATE "C" NOT NULL,
    GrainTypeString        text COLLATE "C" NOT NULL,      -- the state's name
    GrainIdN0              bigint           NOT NULL,      -- a Guid's first half; else 0
    GrainIdN1              bigint           NOT NULL,      -- an integer key, or a Guid's second half; else 0
    GrainIdExtensionString text COLLATE "C" NOT NULL,      -- a string key, or a key's extension; else empty
    PayloadBinary          bytea,                          -- null: the state was cleared
    Version                integer          NOT NULL,
    ModifiedOn             timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES

('ReadFromStorageKey', $query$
SELECT PayloadBinary, Version
FROM OrleansStorage
WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString
    AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '')
$query$),

('WriteToStorageKey', $query$
WITH changed AS
(
    UPDATE OrleansStorage
    SET PayloadBinary = @PayloadBinary, Version = Version + 1, ModifiedOn = now()
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString
        AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '')
        AND Version = @GrainStateVersion
    RETURNING Version
),
added AS
(
    INSERT INTO OrleansStorage
        (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, PayloadBinary, Version)
    SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''), @PayloadBinary, 1
    WHERE @GrainStateVersion IS NULL
    ON CONFLICT DO NOTHING
    RETURNING Version
)
SELECT Version AS NewGrainStateVersion FROM changed
UNION ALL
SELECT Version FROM added
$query$),

-- Clearing keeps the row, so that its version goes on counting.
('ClearStorageKey', $query$
UPDATE OrleansStorage
SET PayloadBinary = NULL, Version = Version + 1, ModifiedOn = now()
WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString
    AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '')
    AND Version = @GrainStateVersion
RETURNING Version AS NewGrainStateVersion
$query$),

-- Only with the provider's DeleteStateOnClear.
('DeleteStorageKey', $query$
DELETE FROM OrleansStorage
WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString
    AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '')
    AND Version = @GrainStateVersion
RETURNING Version + 1 AS NewGrainStateVersion
$query$)

ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;
