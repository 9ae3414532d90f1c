-- grain: case × region × role as believed; key: case_id, adcode, role. articles: how many tell it.
-- Articles of one case name a place more or less exactly: of places of one role that lie within each other, the one that
-- most articles tell is shown, on a tie the finer. Places apart are different facts, and all of them are shown but those
-- that fewer than half as many articles tell as the best attested place of the role, or fewer than a fifth of the case's
-- articles: of a case that six papers tell, what one of them alone says is mostly a place misread.
-- bridge_case_region_history has every telling. Where a person said which place is in charge of a case, it is that one, whoever
-- tells it.
-- depends: believed_at, dim_case
create macro bridge_case_region_at(at_position) as table
with decided as (
    select case_id, jurisdiction_adcode as adcode
    from dim_case_at(at_position)
    where
        list_has_any(
            corrections,
            (
                select list(position)
                from events.corrections
                where jurisdiction_adcode is not null or list_contains(cleared, 'jurisdiction_adcode')
            )
        )
),

told as (
    select b.case_id, b.adcode, b.role, count(distinct b.article) as articles, any_value(r) as region
    from bridge_case_region_history as b
    inner join dim_case_at(at_position) as c on b.case_id = c.case_id
    left join dim_region as r using (adcode)
    where
        is_believed(b.believed_from, b.believed_to, at_position) and b.case_id is not null
        and not (b.role = 'jurisdiction' and b.case_id in (select case_id from decided))
    group by b.case_id, b.adcode, b.role
    qualify
        2 * count(distinct b.article) >= max(count(distinct b.article)) over (partition by b.case_id, b.role)
        and 5 * count(distinct b.article) >= any_value(c.articles)
),

nested as (
    select outside.case_id, outside.role, outside.adcode as outer_adcode, inside.adcode as inner_adcode,
        inside.articles >= outside.articles as finer_is_better
    from told as outside
    inner join told as inside
        on outside.case_id = inside.case_id and outside.role = inside.role and outside.adcode <> inside.adcode
        and outside.region.level <> 'country' and outside.adcode in (inside.region.province_adcode, inside.region.prefecture_adcode)
)

select case_id, adcode, role, articles
from told
anti join (
    select case_id, role, if(finer_is_better, outer_adcode, inner_adcode) as adcode from nested
) as worse using (case_id, role, adcode)
union all
select d.case_id, d.adcode, 'jurisdiction', count(distinct b.article)
from decided as d
left join bridge_case_region_history as b
    on
        d.case_id = b.case_id and d.adcode = b.adcode and b.role = 'jurisdiction'
        and is_believed(b.believed_from, b.believed_to, at_position)
where d.adcode is not null
group by d.case_id, d.adcode;

create view bridge_case_region as from bridge_case_region_at(end_of_log());

create macro bridge_case_region_as_of(instant) as table from bridge_case_region_at(position_as_of(instant));
