-- grain: a table of this file, or `catalog` for the definitions of them all; key: table_name
-- digest: the sum of the hashes of all rows, so that their order does not matter and a refresh adds and subtracts only
-- what it changes. It tells rot and meddling, not an adversary who computes it anew; for him there is the log.
create table table_digests (
    table_name varchar primary key,
    table_rows bigint not null,
    digest hugeint not null
);
