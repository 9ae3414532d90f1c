-- contract: one row an article (its current version, or its last one where it was withdrawn) and one an input that was
-- rejected and never captured under that name, so that nothing that was found is missing here
-- depends: dim_article, ingest_rejections
create macro articles_at(at_position) as table
select article, title, publisher, language, script, published_on, status
from dim_article_at(at_position)
where status <> 'superseded'
union all
select article, null, null, null, null, null, 'rejected'
from ingest_rejections_at(at_position)
where article not in (select article from dim_article_at(at_position))
group by article;

create view articles as from articles_at(end_of_log());

create macro articles_as_of(instant) as table from articles_at(position_as_of(instant));
