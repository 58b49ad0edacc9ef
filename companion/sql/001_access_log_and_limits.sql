-- Every request, allowed or not. Writes are entered before Odoo is asked (status still NULL) and completed before the
-- answer is sent; rows travel to Odoo afterwards.
CREATE TABLE access_log (
    request_id uuid PRIMARY KEY,
    position bigint GENERATED ALWAYS AS IDENTITY,
    received_at timestamptz NOT NULL,
    instance text NOT NULL,
    method text NOT NULL,
    path text NOT NULL,
    route text NOT NULL,
    status smallint,
    code text NOT NULL,
    key_id integer,
    key_prefix text NOT NULL,
    address text NOT NULL,
    user_agent text NOT NULL,
    duration_ms integer NOT NULL,
    shipped_at timestamptz
);

CREATE INDEX access_log_waiting ON access_log (position) WHERE shipped_at IS NULL;
CREATE INDEX access_log_shipped ON access_log (shipped_at) WHERE shipped_at IS NOT NULL;

-- Counters of requests, by the end of their window (milliseconds since 1970, by this database). They may be lost with a crash of the server.
CREATE UNLOGGED TABLE rate_limit (
    key varchar(255) PRIMARY KEY,
    points integer NOT NULL DEFAULT 0,
    expire bigint
);
