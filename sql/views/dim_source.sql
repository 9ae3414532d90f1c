-- grain: a publisher as named in current articles; key: publisher
-- depends: dim_article
create macro dim_source_at(at_position) as table
select
    publisher,
    count(*) as articles,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on
from dim_article_at(at_position)
where is_current and publisher is not null
group by publisher;

create view dim_source as from dim_source_at(end_of_log());

create macro dim_source_as_of(instant) as table from dim_source_at(position_as_of(instant));
