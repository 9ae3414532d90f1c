-- coding_history: when was which coding of an article believed?
delete from coding_history where article in (select article from affected_articles);

insert into coding_history
with turns as (
    -- Every event that ends what was believed of an article before; only a coding starts something new.
    select article, batch_position, position, captured_position, coder, coder_version, in_scope, true as starts
    from events.readings
    semi join affected_articles using (article)
    where type = 'article_coded'
    union all
    select article, batch_position, position, null, null, null, null, false
    from events.captures
    semi join affected_articles using (article)
    where type = 'article_withdrawn'
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
