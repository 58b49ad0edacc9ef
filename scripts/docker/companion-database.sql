-- The companion's own database, made with the server's first start.
CREATE ROLE companion LOGIN PASSWORD 'companion';
CREATE DATABASE companion OWNER companion;
