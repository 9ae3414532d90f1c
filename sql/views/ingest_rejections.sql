-- grain: an input that could not be captured; key: position
create view ingest_rejections as
select position, recorded_at as rejected_at, article, path, reason, detail, size_bytes, container_sha256
from events.captures
where type = 'article_rejected';
