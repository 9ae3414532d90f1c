-- What was last recorded of files: the scan key and the position of the record; columns path, scan_key, position.
-- Input: `asked`, a row a file: path
select path, arg_max(scan_key, position) as scan_key, max(position) as position
from events.captures
semi join asked using (path)
where type in ('article_captured', 'article_rejected')
group by path;
