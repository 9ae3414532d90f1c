-- dim_source: publishers of current articles. Small (thousands), so it is made anew each time.
delete from dim_source;

insert into dim_source by name
select
    publisher,
    count(*) as articles,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on
from dim_article
where is_current and publisher is not null
group by publisher;
