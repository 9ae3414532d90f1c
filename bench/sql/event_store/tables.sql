-- The star in SQLite, and the reports that a link needs to find again.
create table fact_figure (
    figure_id text primary key,
    position integer,
    article text,
    article_key integer,
    ordinal integer,
    case_report_id text,
    case_id text,
    campaign_key text,
    region_adcode text,
    metric text,
    value numeric,
    unit text,
    qualifier text,
    basis text,
    is_subset integer,
    scope text,
    period_start text,
    period_end text,
    period_basis text,
    published_on text,
    confidence numeric,
    rule text,
    span_start integer,
    span_end integer,
    quote text,
    recorded_at text
) without rowid;

create index figures_of_report on fact_figure (case_report_id);

create table dim_article (
    article_key integer primary key,
    article text,
    version_sha256 text,
    path text,
    container_sha256 text,
    encoding text,
    media_type text,
    size_bytes integer,
    captured_at text,
    title text,
    publisher text,
    url text,
    language text,
    script text,
    published_on text,
    published_basis text,
    text_chars integer
);

create table case_reports (
    report_id text primary key,
    article_key integer,
    title text,
    scheme text,
    role text,
    campaign_key text,
    agency_adcode text,
    agency_name text,
    occurred_on text
) without rowid;

create table dim_case (
    case_id text primary key,
    title text,
    scheme text,
    role text,
    campaign_key text,
    jurisdiction_adcode text,
    agency_name text,
    occurred_on text,
    first_reported_on text,
    last_reported_on text,
    reports integer
) without rowid;

create table dim_campaign (
    campaign_key text primary key,
    name_zh text,
    year integer,
    first_published_on text,
    last_published_on text,
    articles integer
) without rowid;
