-- What this file is a projection of. One row.
-- projected_position: every event up to here is in the tables, and none after it.
-- projection_fingerprint: SHA-256 over the SQL and the reference data that made the tables.
create table warehouse_state (
    projected_position bigint not null,
    projected_root blob,
    projection_fingerprint varchar not null
);
