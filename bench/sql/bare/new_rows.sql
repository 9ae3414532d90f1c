-- What the events after `after` give: rows of the fact and of dim_article, parts of the other dimensions' rows.
-- Nothing is corrected, withdrawn or read anew: one who knows that of his events needs no more than this.
create temp view new_figures as
select
    f.report_id as figure_id,
    f.position,
    f.article,
    f.captured_position as article_key,
    f.ordinal,
    f.case_report_id,
    l.case_id,
    f.campaign_key,
    f.region_adcode,
    f.metric,
    f.value,
    f.unit,
    f.qualifier,
    f.basis,
    f.subset as is_subset,
    f.scope,
    f.period_start,
    f.period_end,
    f.period_basis,
    r.published_on,
    f.confidence,
    f.rule,
    f.span_start,
    f.span_end,
    f.quote,
    f.recorded_at
from figure_reports as f
left join links as l on f.case_report_id = l.report_id
left join readings as r using (captured_position);

create temp view new_articles as
select
    c.position as article_key,
    c.article,
    c.version_sha256,
    c.path,
    c.container_sha256,
    c.encoding,
    c.media_type,
    c.size_bytes,
    c.recorded_at as captured_at,
    coalesce(r.title, c.declared_title) as title,
    coalesce(r.publisher, c.declared_publisher) as publisher,
    coalesce(r.url, c.declared_url) as url,
    r.language,
    r.script,
    r.published_on,
    r.published_basis,
    r.text_chars
from captures as c
left join readings as r on c.position = r.captured_position;

create temp view new_cases as
select
    l.case_id,
    arg_min(c.title, c.position) as title,
    arg_min(c.scheme, c.position) as scheme,
    arg_min(c.role, c.position) as role,
    arg_min(c.campaign_key, c.position) as campaign_key,
    arg_min(c.agency_adcode, c.position) as jurisdiction_adcode,
    arg_min(c.agency_name, c.position) as agency_name,
    min(c.occurred_on) as occurred_on,
    min(r.published_on) as first_reported_on,
    max(r.published_on) as last_reported_on,
    count(*) as reports
from case_reports as c
inner join links as l using (report_id)
left join readings as r using (captured_position)
group by l.case_id;

create temp view new_campaigns as
select
    c.campaign_key,
    arg_min(c.name_zh, c.position) as name_zh,
    arg_min(c.year, c.position) as year,
    min(r.published_on) as first_published_on,
    max(r.published_on) as last_published_on,
    count(*) as articles
from campaign_reports as c
left join readings as r using (captured_position)
group by c.campaign_key;
