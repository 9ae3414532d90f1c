-- contract: one row an article that tells a case
-- depends: bridge_case_article
create macro case_articles_at(at_position) as table
select distinct case_id, article
from bridge_case_article_at(at_position);

create view case_articles as from case_articles_at(end_of_log());

create macro case_articles_as_of(instant) as table from case_articles_at(position_as_of(instant));
