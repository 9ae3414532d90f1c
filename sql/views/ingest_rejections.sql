-- grain: an input that could not be captured; key: position
-- depends: believed_at
create macro ingest_rejections_at(at_position) as table
select position, recorded_at as rejected_at, article, path, reason, detail, size_bytes, container_sha256
from events.captures
where type = 'article_rejected' and batch_position <= at_position;

create view ingest_rejections as from ingest_rejections_at(end_of_log());

create macro ingest_rejections_as_of(instant) as table from ingest_rejections_at(position_as_of(instant));
