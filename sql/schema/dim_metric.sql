-- grain: a metric of the codebook; key: metric. additive: whether values of different cases may be summed.
create table dim_metric (
    metric varchar primary key,
    unit varchar not null,
    additive boolean not null,
    name_zh varchar not null,
    name_en varchar not null,
    definition_zh varchar not null,
    definition_en varchar not null
);

insert into dim_metric by name select * from reference_metrics;
