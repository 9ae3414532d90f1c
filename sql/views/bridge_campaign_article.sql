-- grain: campaign × article as believed now; key: campaign_key, article
create view bridge_campaign_article as
select campaign_key, article, article_key, quote, span_start, span_end
from bridge_campaign_article_history
where believed_to is null;
