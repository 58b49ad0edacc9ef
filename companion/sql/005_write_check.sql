-- One row that is replaced again and again, to see whether the database takes writes. It fills most of a page: where the disk
-- is full, there is no room for the next one.
CREATE TABLE write_check (filler text NOT NULL);
ALTER TABLE write_check ALTER COLUMN filler SET STORAGE PLAIN;
