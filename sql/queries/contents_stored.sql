-- Hashes of contents that are in the log; column version_sha256.
-- Parameter: asked, a list of hashes
select distinct version_sha256
from events.captures
semi join (select unnest($asked) as version_sha256) as a using (version_sha256)
where type = 'article_captured';
