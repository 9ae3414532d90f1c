-- grain: a cell and an article's report that speaks of it; key: table_name, key, column_name, report_id
-- table_name and key name the row: fact_figure (figure_id), fact_case (case_id; what is said of a case and its measures),
-- bridge_case_region (case_id, role and adcode with blanks between), bridge_case_article (case_id, article), dim_campaign
-- (campaign_key), bridge_campaign_article (campaign_key, article). column_name is null where the report is the whole row. says is what the article says there, is_shown whether the cell rests on it,
-- shown_because for what of several tellings of a measure (see case_measure). position is the report's
-- event; captured, coded, validated and link_position are those of the article's bytes, of the coding that the report is part
-- of, of the validation that let it in and of its way to the case; corrections those of what people said of it; what they
-- said of the case stands in corrections alone.
-- depends: believed_at, bridge_case_region, case_measure, case_report, coding, correction_target, dim_article, dim_case, fact_figure
create macro lineage_at(at_position) as table
with codings as (
    select
        k.article_key, k.believed_from as coded_from, a.article, a.title as article_title, a.publisher, a.published_on,
        a.coded_position, a.coder, a.coder_version
    from coding_at(at_position) as k
    inner join dim_article_at(at_position) as a using (article_key)
),

columns_of_cases as (
    select
        case_id,
        unnest([
            {'name': 'title', 'value': title}, {'name': 'title_zh', 'value': title_zh},
            {'name': 'title_en', 'value': title_en}, {'name': 'code_name', 'value': code_name},
            {'name': 'scheme', 'value': scheme}, {'name': 'role', 'value': role},
            {'name': 'campaign_key', 'value': campaign_key}, {'name': 'agency_name', 'value': agency_name},
            {'name': 'jurisdiction_adcode', 'value': jurisdiction_adcode},
            {'name': 'occurred_on', 'value': occurred_on::varchar},
            {'name': 'first_reported_on', 'value': first_reported_on::varchar},
            {'name': 'last_reported_on', 'value': last_reported_on::varchar}, {'name': 'articles', 'value': null}
        ]) as shown
    from dim_case_at(at_position)
),

told_of_cases as (
    select
        case_id, report_id, article_key, quote, span_start, span_end, rule,
        unnest([
            {'name': 'title', 'value': title}, {'name': 'title_zh', 'value': if(language = 'zh', title, null)},
            {'name': 'title_en', 'value': if(language = 'en', title, null)}, {'name': 'code_name', 'value': code_name},
            {'name': 'scheme', 'value': scheme}, {'name': 'role', 'value': role},
            {'name': 'campaign_key', 'value': campaign_key}, {'name': 'agency_name', 'value': agency_name},
            {'name': 'jurisdiction_adcode', 'value': agency_adcode},
            {'name': 'occurred_on', 'value': occurred_on::varchar},
            {'name': 'first_reported_on', 'value': published_on::varchar},
            {'name': 'last_reported_on', 'value': published_on::varchar}, {'name': 'articles', 'value': article}
        ]) as told
    from case_report_at(at_position)
),

reports as (
    select
        'fact_figure' as table_name, figure_id as key, null::varchar as column_name,
        coalesce(told.value, value)::varchar as says, true as is_shown,
        null::varchar as shown_because, figure_id as report_id, position,
        article_key, case_report_id, quote, span_start, span_end, rule, 'figure_reports' as validated_as
    from fact_figure_at(at_position)
    union all
    select
        'fact_case', f.case_id, f.metric || if(f.unit = 'CNY', '_cny', ''), coalesce(f.told.value, f.value)::varchar,
        m.figure_id is not null, m.chosen_because, f.figure_id, f.position, f.article_key, f.case_report_id, f.quote, f.span_start, f.span_end, f.rule,
        'figure_reports'
    from fact_figure_at(at_position) as f
    left join case_measure_at(at_position) as m
        on f.case_id = m.case_id and f.metric = m.metric and f.unit = m.unit and f.figure_id = m.figure_id
    where f.case_id is not null and f.scope = 'case'
    union all
    select
        'fact_case', t.case_id, t.told.name, t.told.value,
        t.told.name = 'articles' or t.told.value is not distinct from c.shown.value, null, t.report_id, e.position,
        t.article_key, t.report_id, t.quote, t.span_start, t.span_end, t.rule, 'case_reports'
    from told_of_cases as t
    inner join columns_of_cases as c on t.case_id = c.case_id and t.told.name = c.shown.name
    inner join codings as k on t.article_key = k.article_key
    inner join events.case_reports as e
        on t.report_id = e.report_id and t.article_key = e.captured_position and k.coded_from = e.batch_position
    where t.told.value is not null
    union all
    select
        'bridge_case_article', concat_ws(' ', t.case_id, t.article), null, t.title, true, null, t.report_id, e.position,
        t.article_key, t.report_id, t.quote, t.span_start, t.span_end, t.rule, 'case_reports'
    from case_report_at(at_position) as t
    inner join codings as k on t.article_key = k.article_key
    inner join events.case_reports as e
        on t.report_id = e.report_id and t.article_key = e.captured_position and k.coded_from = e.batch_position
    where t.case_id is not null
    union all
    select
        'bridge_case_region', concat_ws(' ', b.case_id, b.role, b.adcode), null, b.adcode, s.case_id is not null, null, b.region_report_id,
        e.position, b.article_key, b.case_report_id, b.quote, b.span_start, b.span_end, b.rule, 'region_mentions'
    from bridge_case_region_history as b
    inner join codings as k on b.article_key = k.article_key
    inner join events.region_reports as e
        on
            b.region_report_id = e.report_id and b.article_key = e.captured_position
            and k.coded_from = e.batch_position
    left join bridge_case_region_at(at_position) as s on b.case_id = s.case_id and b.role = s.role and b.adcode = s.adcode
    where is_believed(b.believed_from, b.believed_to, at_position) and b.case_id is not null
    union all
    select
        c.table_name, c.key, null, coalesce(b.name_zh, b.name_en), true, null, b.report_id, e.position,
        b.article_key, null, b.quote, b.span_start, b.span_end, b.rule, 'campaign_reports'
    from bridge_campaign_article_history as b
    cross join lateral (
        values
        ('dim_campaign', b.campaign_key), ('bridge_campaign_article', concat_ws(' ', b.campaign_key, b.article))
    ) as c (table_name, key)
    inner join codings as k on b.article_key = k.article_key
    inner join events.campaign_reports as e
        on b.report_id = e.report_id and b.article_key = e.captured_position and k.coded_from = e.batch_position
    where is_believed(b.believed_from, b.believed_to, at_position)
),

corrected as (
    select report_id, article_key, list(correction_position order by correction_position) as corrections
    from correction_target_at(at_position)
    group by report_id, article_key
)

select
    r.table_name,
    r.key,
    r.column_name,
    r.says,
    r.is_shown,
    r.shown_because,
    k.article,
    k.article_title,
    k.publisher,
    k.published_on,
    r.quote,
    r.span_start,
    r.span_end,
    r.rule,
    r.report_id,
    r.position,
    r.article_key as captured_position,
    k.coded_position,
    k.coder,
    k.coder_version,
    v.position as validated_position,
    c.link_position,
    c.link_decision,
    c.link_score,
    c.link_reasons,
    list_distinct(coalesce(x.corrections, []) || coalesce(y.corrections, [])) as corrections
from reports as r
inner join codings as k on r.article_key = k.article_key
left join events.validations as v on k.coded_from = v.batch_position and r.validated_as = v.table_name
left join case_report_at(at_position) as c on r.case_report_id = c.report_id and r.article_key = c.article_key
left join corrected as x on r.report_id = x.report_id and r.article_key = x.article_key
left join corrected as y
    on r.case_report_id = y.report_id and r.article_key = y.article_key and r.case_report_id <> r.report_id;

create view lineage as from lineage_at(end_of_log());

create macro lineage_as_of(instant) as table from lineage_at(position_as_of(instant));
