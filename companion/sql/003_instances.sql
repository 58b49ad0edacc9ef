-- Companions that are alive, so that they share what Odoo can work on. May be lost with a crash of the server.
CREATE UNLOGGED TABLE instance (
    name text PRIMARY KEY,
    seen_at timestamptz NOT NULL
);
