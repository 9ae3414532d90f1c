-- Every correction of an article that is believed still finds the report that it was made for, and every one of a case the case.
-- Where not, the article is read in another way now, or was changed: somebody must look at whether it is to be made anew.
-- severity: warn; asset: star_schema
select c.position, c.type, c.article, c.case_id, c.quote, c.reason
from corrections as c
left join dim_article as a on c.article = a.article and a.status in ('coded', 'out_of_scope')
where c.status = 'without_target' and (c.article is null or a.article is not null);
