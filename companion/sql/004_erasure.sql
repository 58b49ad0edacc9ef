-- The last erasure of Odoo's list that was carried out in this database; no row: none so far.
CREATE TABLE erasure_progress (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    last_id integer NOT NULL
);
