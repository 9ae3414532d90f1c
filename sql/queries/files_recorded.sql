-- What was last recorded of files: the scan key and the position of the record; columns path, scan_key, position.
-- Parameter: asked, a list of paths of files
select path, arg_max(scan_key, position) as scan_key, max(position) as position
from events.captures
semi join (select unnest($asked) as path) as a using (path)
where type in ('article_captured', 'article_rejected')
group by path;
