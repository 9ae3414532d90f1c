-- table_digests: the digests move in the transaction that holds the rows. Input: temp table `digest_changes`.
update table_digests
set
    table_rows = table_digests.table_rows + changes.table_rows,
    digest = table_digests.digest + changes.digest
from (
    select table_name, sum(table_rows) as table_rows, coalesce(sum(digest), 0) as digest
    from digest_changes
    group by table_name
) as changes
where table_digests.table_name = changes.table_name;
