-- grain: a place in its role for a case, as one article tells it; key: region_report_id, believed_from
create table bridge_case_region_history (
    region_report_id varchar not null,
    article varchar not null,
    article_key bigint not null,
    case_report_id varchar not null,
    case_id varchar,
    adcode varchar not null,
    role varchar not null,
    rule varchar not null,
    span_start integer not null,
    span_end integer not null,
    quote varchar not null,
    believed_from bigint not null,
    believed_to bigint
);
