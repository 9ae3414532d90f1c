-- grain: an article version as captured; key: article_key (the position of its article_captured event)
-- status: captured (not yet coded), coded, out_of_scope, quarantined (its own row failed validation),
--         superseded (a later version is there), withdrawn
-- believed_from: since when all of this is so.
-- depends: believed_at
create macro dim_article_at(at_position) as table
select * exclude (believed_to)
from article_history
where is_believed(believed_from, believed_to, at_position);

create view dim_article as from dim_article_at(end_of_log());

create macro dim_article_as_of(instant) as table from dim_article_at(position_as_of(instant));
