-- Counts in equal counts out: every captured version has exactly one row and one known status.
-- severity: error; asset: star_schema
select c.position, c.article
from events.captures as c
left join dim_article as a on c.position = a.article_key
where
    c.type = 'article_captured'
    and (
        a.article_key is null
        or a.status not in ('captured', 'coded', 'out_of_scope', 'quarantined', 'superseded', 'withdrawn')
    );
