-- How many article versions have each status.
select status, count(*) as articles
from dim_article
group by status
order by articles desc, status;
