-- digest_changes: what this step adds to and takes from the digest of each table. Every statement below that deletes or
-- inserts rows of the star schema or of `events` notes their hashes here, so that digests cost no more than what is new.
create or replace temp table digest_changes (
    table_name varchar not null,
    table_rows bigint not null,
    digest hugeint
);
