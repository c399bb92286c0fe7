-- Who may use the API. What is kept of a key is its hash.

CREATE TABLE goldensignals.api_keys (
  id text PRIMARY KEY,
  name text NOT NULL,
  hash text NOT NULL,                     -- SHA-256, hexadecimal
  scopes text[] NOT NULL,
  symbols text[],                         -- null: all
  signed boolean NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

-- Goes up with every key that is made or revoked: asked often, where the keys are not.
CREATE TABLE goldensignals.api_keys_revision (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  revision bigint NOT NULL
);

INSERT INTO goldensignals.api_keys_revision (revision) VALUES (0);
