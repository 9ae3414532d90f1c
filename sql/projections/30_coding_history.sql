-- coding_history: when was which coding of an article believed?
-- A withdrawal voids all versions that were captured before it, those too that are coded after it.
insert into coding_history
with withdrawals as (
    select article, batch_position, position
    from affected_captures
    where type = 'article_withdrawn'
),

turns as (
    -- Every event that ends what was believed of an article before; only a coding starts something new.
    select article, batch_position, position, captured_position, coder, coder_version, in_scope, true as starts
    from events.readings as r
    semi join affected_versions as v on r.captured_position = v.article_key
    where
        type = 'article_coded'
        and not exists (
            from withdrawals as w
            where w.article = r.article and w.position > r.captured_position and w.position < r.position
        )
    union all
    select article, batch_position, position, null, null, null, null, false
    from withdrawals
),

intervals as (
    select
        *,
        batch_position as believed_from,
        lead(batch_position) over (partition by article order by position) as believed_to
    from turns
)

select article, captured_position, coder, coder_version, in_scope, believed_from, believed_to
from intervals
where starts and believed_to is distinct from believed_from;

-- affected_codings: they, with their bytes' hash and what was read of the document in the same commit.
create or replace temp table affected_codings as
select c.article_key, c.believed_from, c.believed_to, v.version_sha256, d.language, d.published_on
from coding_history as c
inner join affected_captures as v on c.article_key = v.position
left join events.readings as d
    on d.type = 'article_read' and c.article_key = d.captured_position and c.believed_from = d.batch_position;
