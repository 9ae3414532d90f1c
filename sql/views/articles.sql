-- contract: one row an article (its current version, or its last one where it was withdrawn) and one an input that was
-- rejected and never captured under that name, so that nothing that was found is missing here
-- depends: ingest_rejections
create view articles as
select article, title, publisher, language, script, published_on, status
from dim_article
where status <> 'superseded'
union all
select article, null, null, null, null, null, 'rejected'
from ingest_rejections
where article not in (select article from dim_article)
group by article;
