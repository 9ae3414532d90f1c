-- grain: the best value of a metric for a case in a stretch of the log; key: case_id, metric, unit, believed_from
-- figure_id is the figure that the value was taken from; alternatives counts the others that were passed over.
create table case_measure_history (
    case_id varchar not null,
    metric varchar not null,
    value decimal(24, 4) not null,
    unit varchar not null,
    qualifier varchar not null,
    figure_id varchar not null,
    alternatives bigint not null,
    believed_from bigint not null,
    believed_to bigint
);
