-- Question: Where does a case's number come from, and what else was told?
-- Read: Every figure of the case for the metric, the chosen one first; its reason stands there. `quote` are the words, from
-- character `span_start` of the captured text of `article`; `position` is the event in the log. Without a case it shows
-- the one whose arrests are told most often; set another first: `set variable about = 'the case_id'` (and
-- `set variable counted = 'loss_amount'` for another metric).
-- Pitfalls: Parts (`is_subset`) and daily figures are shown, and never chosen.
-- Columns: title, value, qualifier, is_subset, chosen_because, published_on, publisher, article, quote, span_start, position
with asked as (
    select
        coalesce(getvariable('counted'), 'suspects_arrested') as metric,
        coalesce(
            getvariable('about'),
            (
                select case_id
                from fact_figure
                where metric = coalesce(getvariable('counted'), 'suspects_arrested') and case_id is not null
                group by case_id
                order by count(*) desc, case_id
                limit 1
            )
        ) as case_id
)

select
    c.title, f.value, f.qualifier, f.is_subset, m.chosen_because, f.published_on, a.publisher, f.article, f.quote,
    f.span_start, f.position
from fact_figure as f
inner join asked using (case_id, metric)
inner join dim_case as c using (case_id)
inner join dim_article as a using (article_key)
left join case_measure as m using (figure_id)
order by m.chosen_because is null, f.published_on, f.article, f.span_start;
