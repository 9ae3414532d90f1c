-- contract: one row an article that tells a case
-- depends: bridge_case_article
create view case_articles as
select distinct case_id, article
from bridge_case_article;
