-- The latest version of every article that was captured from files; columns article, version_sha256, position.
-- Parameter: asked, a list of paths of files
select article, arg_max(version_sha256, position) as version_sha256, max(position) as position
from events.captures
semi join (select unnest($asked) as path) as a using (path)
where type = 'article_captured'
group by article;
