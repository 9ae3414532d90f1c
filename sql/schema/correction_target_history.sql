-- grain: a correction and the report that it is about, in a coding; key: correction_position, report_id, believed_from
-- The stretch is that in which the correction is in force while the coding is believed.
create table correction_target_history (
    correction_position bigint not null,
    type varchar not null,
    target varchar not null,
    article varchar not null,
    article_key bigint not null,
    report_id varchar not null,
    coded_from bigint not null,
    believed_from bigint not null,
    believed_to bigint
);
