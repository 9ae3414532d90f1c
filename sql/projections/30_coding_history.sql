-- coding_history: when was which coding of an article believed?
-- A withdrawal voids all versions that were captured before it, those too that are coded after it.
with deleted as (
    delete from coding_history
    where article in (select article from affected_articles)
    returning hash(coding_history) as row_hash
)

insert into digest_changes
select 'coding_history', -count(*), -sum(row_hash) from deleted;

with inserted as (
    insert into coding_history
    with withdrawals as (
        select article, batch_position, position
        from events.captures
        semi join affected_articles using (article)
        where type = 'article_withdrawn'
    ),

    turns as (
        -- Every event that ends what was believed of an article before; only a coding starts something new.
        select article, batch_position, position, captured_position, coder, coder_version, in_scope, true as starts
        from events.readings
        semi join affected_articles using (article)
        where
            type = 'article_coded'
            and not exists (
                from withdrawals as w
                where
                    w.article = readings.article and w.position > readings.captured_position
                    and w.position < readings.position
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
    where starts and believed_to is distinct from believed_from
    returning hash(coding_history) as row_hash
)

insert into digest_changes
select 'coding_history', count(*), sum(row_hash) from inserted;
