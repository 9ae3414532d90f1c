-- Months in which current articles that were read were published: 2026-05, or undated. Grain: a month.
select distinct coalesce(strftime(published_on, '%Y-%m'), 'undated') as month
from dim_article
where is_current
order by month;
