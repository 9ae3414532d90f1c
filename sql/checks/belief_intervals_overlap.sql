-- Stretches in which a figure was believed do not overlap, and one without an end is the last.
-- Empty is none but that of a figure which a person retracted, or whose case report.
-- severity: error; asset: star_schema
with looked_at as (
    from fact_figure_history
    semi join unchecked_versions() using (article_key)
),

several as (
    -- Only these can run into one another; putting all in order takes ten times as long.
    select figure_id
    from looked_at
    group by figure_id
    having count(*) > 1
)

select figure_id, believed_from, believed_to
from (
    select
        *,
        coalesce(believed_to, 9223372036854775807)
        > lead(believed_from) over (partition by figure_id order by believed_from, believed_to nulls last) as runs_into_next
    from looked_at
    semi join several using (figure_id)
) as f
where runs_into_next
union
select figure_id, believed_from, believed_to
from looked_at as f
where
    believed_to < believed_from
    or believed_to = believed_from and not exists (
        from correction_target_history as t
        where
            t.type = 'report_retracted' and t.article_key = f.article_key
            and t.report_id in (f.figure_id, f.case_report_id)
    );
