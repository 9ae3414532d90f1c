-- Cases and campaigns that the batch speaks of, described from all their reports: what is merged by key replaces a row.
create temp view touched_cases as
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
from read_parquet(getvariable('source') || '/case_report/*.parquet') as c
inner join read_parquet(getvariable('source') || '/link/*.parquet') as l using (report_id)
left join read_parquet(getvariable('source') || '/reading/*.parquet') as r on c.cause_position = r.cause_position
where l.case_id in (select case_id from links)
group by l.case_id;

create temp view touched_campaigns as
select
    c.campaign_key,
    arg_min(c.name_zh, c.position) as name_zh,
    arg_min(c.year, c.position) as year,
    min(r.published_on) as first_published_on,
    max(r.published_on) as last_published_on,
    count(*) as articles
from read_parquet(getvariable('source') || '/campaign_report/*.parquet') as c
left join read_parquet(getvariable('source') || '/reading/*.parquet') as r on c.cause_position = r.cause_position
where c.campaign_key in (select campaign_key from campaign_reports)
group by c.campaign_key;
