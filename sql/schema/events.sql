-- The log as the projections read it: one table for each family of events, in the log's own fields.
-- grain: an event; key: position. batch_position is the position of the record that closes the event's commit: all
-- events of a commit come to be believed together, at that position. What only the log itself needs (ids, digests) and what
-- captured_position tells of a report (the version's hash) stays there. Figures, most of all events, are in
-- fact_figure_history alone.
create schema events;

-- erased_at: position of the erasure that emptied the event, which may lie after the end of this file.
create table events.envelope (
    position bigint not null,
    batch_position bigint not null,
    type varchar not null,
    schema_version integer not null,
    stream varchar not null,
    occurred_on date,
    cause_position bigint,
    erased_at bigint
);

create table events.captures (
    position bigint not null,
    batch_position bigint not null,
    recorded_at timestamptz not null,
    type varchar not null,
    article varchar not null,
    version_sha256 varchar,
    path varchar not null,
    scan_key varchar,
    container_sha256 varchar,
    encoding varchar,
    media_type varchar,
    declared_title varchar,
    declared_published varchar,
    declared_publisher varchar,
    declared_url varchar,
    fields map(varchar, varchar),
    size_bytes bigint,
    reason varchar,
    detail varchar
);

create table events.readings (
    position bigint not null,
    batch_position bigint not null,
    type varchar not null,
    article varchar not null,
    version_sha256 varchar not null,
    captured_position bigint not null,
    coder varchar,
    coder_version varchar,
    title varchar,
    publisher varchar,
    url varchar,
    language varchar,
    script varchar,
    published_on date,
    published_basis varchar,
    in_scope boolean,
    scope_reason varchar,
    text_chars integer,
    captured_chars integer,
    damaged_chars integer
);

create table events.case_reports (
    position bigint not null,
    batch_position bigint not null,
    captured_position bigint not null,
    report_id varchar not null,
    article varchar not null,
    case_key varchar not null,
    title varchar not null,
    code_name varchar,
    agency_adcode varchar,
    agency_name varchar,
    scheme varchar,
    role varchar,
    campaign_key varchar,
    occurred_on date,
    suspects varchar[],
    confidence decimal(5, 4),
    rule varchar not null,
    span_start integer not null,
    span_end integer not null,
    quote varchar not null
);

create table events.campaign_reports (
    position bigint not null,
    batch_position bigint not null,
    captured_position bigint not null,
    report_id varchar not null,
    article varchar not null,
    campaign_key varchar not null,
    name_zh varchar,
    name_en varchar,
    year integer,
    region_adcode varchar,
    rule varchar not null,
    span_start integer not null,
    span_end integer not null,
    quote varchar not null
);

create table events.region_reports (
    position bigint not null,
    batch_position bigint not null,
    captured_position bigint not null,
    report_id varchar not null,
    article varchar not null,
    case_key varchar not null,
    case_report_id varchar not null,
    adcode varchar not null,
    role varchar not null,
    rule varchar not null,
    span_start integer not null,
    span_end integer not null,
    quote varchar not null
);

create table events.links (
    position bigint not null,
    batch_position bigint not null,
    captured_position bigint not null,
    report_id varchar not null,
    article varchar not null,
    case_id varchar not null,
    score decimal(5, 4),
    decision varchar not null,
    reasons varchar[]
);

create table events.quarantined_rows (
    position bigint not null,
    batch_position bigint not null,
    captured_position bigint,
    recorded_at timestamptz not null,
    table_name varchar not null,
    row_key varchar not null,
    article varchar,
    version_sha256 varchar,
    expectation varchar not null,
    reason varchar not null,
    row_json varchar
);

create table events.validations (
    position bigint not null,
    batch_position bigint not null,
    recorded_at timestamptz not null,
    run_id varchar not null,
    table_name varchar not null,
    rows_in bigint not null,
    rows_accepted bigint not null,
    rows_quarantined bigint not null,
    expectations integer not null,
    failed varchar[]
);

-- Who wrote a commit, in which run and when, is the same for all its events and stands here.
create table events.batches (
    position bigint not null,
    recorded_at timestamptz not null,
    actor varchar not null,
    run_id varchar not null,
    first_position bigint not null,
    last_position bigint not null,
    events bigint not null,
    root blob not null,
    previous_root blob not null,
    step varchar,
    step_after bigint
);

create table events.erasures (
    position bigint not null,
    batch_position bigint not null,
    recorded_at timestamptz not null,
    article varchar not null,
    reason varchar not null,
    events bigint not null,
    root blob not null
);

-- Corrections by people, in the log's own fields. An article's columns are null for corrections of cases. Which report of
-- today each is about stands in correction_target_history.
create table events.corrections (
    position bigint not null,
    batch_position bigint not null,
    recorded_at timestamptz not null,
    actor varchar not null,
    type varchar not null,
    target varchar,
    report_id varchar,
    article varchar,
    version_sha256 varchar,
    match_key varchar,
    span_start integer,
    span_end integer,
    quote varchar,
    occurrence integer,
    occurrences integer,
    case_id varchar,
    other_case_id varchar,
    revoked_position bigint,
    quarantined_position bigint,
    metric varchar,
    value decimal(24, 4),
    unit varchar,
    qualifier varchar,
    basis varchar,
    subset boolean,
    region_adcode varchar,
    period_start date,
    period_end date,
    title varchar,
    scheme varchar,
    role varchar,
    campaign_key varchar,
    jurisdiction_adcode varchar,
    occurred_on date,
    cleared varchar[],
    reason varchar not null
);
