-- grain: campaign × article as believed; key: campaign_key, article
-- depends: believed_at
create macro bridge_campaign_article_at(at_position) as table
select campaign_key, article, article_key, quote, span_start, span_end
from bridge_campaign_article_history
where is_believed(believed_from, believed_to, at_position);

create view bridge_campaign_article as from bridge_campaign_article_at(end_of_log());

create macro bridge_campaign_article_as_of(instant) as table from bridge_campaign_article_at(position_as_of(instant));
