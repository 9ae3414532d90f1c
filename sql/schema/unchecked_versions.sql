-- grain: a captured version of an article whose rows may be other than when the checks last passed on this file; key: article_key
-- That was at getvariable('checked_position'); all versions where it is not set. What is derived anew follows the article
-- that an event speaks of (sql/projections/20_affected.sql); corrections that speak of cases and not of articles may
-- concern any, and then all are looked at.
create macro unchecked_versions() as table
with named as (
    select article from events.captures where position > coalesce(getvariable('checked_position'), 0)
    union
    select article from events.readings where position > coalesce(getvariable('checked_position'), 0)
    union
    select article from events.links where position > coalesce(getvariable('checked_position'), 0)
    union
    select article from events.quarantined_rows where position > coalesce(getvariable('checked_position'), 0)
    union
    select article from events.corrections where position > coalesce(getvariable('checked_position'), 0)
)

select position as article_key
from events.captures
where type = 'article_captured' and article in (select article from named where article is not null)
union
select position
from events.captures
where
    type = 'article_captured'
    and exists (
        from events.corrections
        where article is null and position > coalesce(getvariable('checked_position'), 0)
    );
