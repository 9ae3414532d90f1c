-- grain: a case in a stretch of the log in which its description was believed; key: case_id, believed_from
-- corrections: positions of the corrections by people that the row shows, null where there is none.
-- The description is the case's best from its current reports; see sql/projections/60_case_history.sql.
create table case_history (
    case_id varchar not null,
    title varchar not null,
    title_zh varchar,
    title_en varchar,
    code_name varchar,
    scheme varchar,
    role varchar,
    campaign_key varchar,
    jurisdiction_adcode varchar,
    agency_name varchar,
    occurred_on date,
    first_reported_on date,
    last_reported_on date,
    articles bigint not null,
    reports bigint not null,
    corrections bigint[],
    believed_from bigint not null,
    believed_to bigint
);
