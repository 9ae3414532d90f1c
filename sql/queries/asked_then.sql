-- Keys of `asked` that hold a month or a year, by the month, or year, of the reports that have them: a report has the keys of its
-- own and of the next. Grain: a key and a month, or year.
create or replace temp view asked_then as
select a.* exclude (month, year), a.month - back as month, a.year - back as year
from asked as a
cross join (values (0), (1)) as periods(back)
where a.month is not null or a.year is not null;
