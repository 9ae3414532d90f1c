-- Nothing is lost between capture and verdict: of what the accepting step has read nothing is merely captured.
-- It was coded, is out of scope or in quarantine, or was replaced or withdrawn before.
-- severity: error; asset: star_schema
select article_key, article
from dim_article
where status = 'captured' and article_key <= (select max(step_after) from events.batches where step = 'accept')
