-- Hashes of contents that are in the log; column version_sha256.
-- Input: `asked`, a row a content: version_sha256
select distinct version_sha256
from events.captures
semi join asked using (version_sha256)
where type = 'article_captured';
