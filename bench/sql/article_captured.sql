-- `article_captured` events of a made-up log: article numbers first_article … first_article + articles - 1.
-- grain: an article; key: article
select
    sha256('capture ' || i) as event_id,
    'article/' || article as stream,
    encode(repeat(sha256('text ' || i), 24)) as content,
    article,
    sha256('text ' || i) as version_sha256,
    'bulletins/' || (i // 1000) || '.jsonl' as path,
    sha256('file ' || (i // 1000)) as scan_key,
    sha256('file ' || (i // 1000)) as container_sha256,
    'utf-8' as encoding,
    'application/json' as media_type,
    'Bulletin number ' || i as declared_title,
    cast(date '2019-01-01' + (i % 2500)::integer as varchar) as declared_published,
    1536 as size_bytes
from (
    select i, 'bulletins/' || (i // 1000) || '.jsonl#' || i as article
    from range($first_article, $first_article + $articles) as numbers (i)
);
