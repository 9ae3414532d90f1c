-- grain: a publisher as named in current articles; key: publisher
-- kind and rank: how good an authority it is, see dim_source_kind; they follow from its name.
-- depends: dim_article, source_kind
create macro dim_source_at(at_position) as table
with named as (
    select publisher, count(*) as articles, min(published_on) as first_published_on, max(published_on) as last_published_on
    from dim_article_at(at_position)
    where is_current and publisher is not null
    group by publisher
)

select n.publisher, n.articles, n.first_published_on, n.last_published_on, k.kind, k.rank
from named as n
left join dim_source_kind as k on source_kind(n.publisher) = k.kind;

create view dim_source as from dim_source_at(end_of_log());

create macro dim_source_as_of(instant) as table from dim_source_at(position_as_of(instant));
