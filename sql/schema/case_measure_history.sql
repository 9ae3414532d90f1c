-- grain: the best value of a metric for a case in a stretch of the log; key: case_id, metric, unit, believed_from
-- figure_id is the figure that the value was taken from; alternatives counts the others that were passed over, which all
-- stand in fact_figure. chosen_because names the first of these at which the next best lost:
-- only_told (there is no other), largest (it tells of less than is known to be), most_precise, latest, most_authoritative,
-- told_alike (nothing speaks for one of them). See docs/decisions/0019.
create table case_measure_history (
    case_id varchar not null,
    metric varchar not null,
    value decimal(24, 4) not null,
    unit varchar not null,
    qualifier varchar not null,
    figure_id varchar not null,
    alternatives bigint not null,
    chosen_because varchar not null,
    believed_from bigint not null,
    believed_to bigint
);
