-- grain: a kind of publisher; key: kind
-- rank: the lower, the better the authority; it decides between figures that say the same (docs/decisions/0019).
create table dim_source_kind (
    kind varchar primary key,
    rank integer not null,
    name_zh varchar not null,
    name_en varchar not null,
    definition_zh varchar not null,
    definition_en varchar not null
);

insert into dim_source_kind by name select * from reference_source_kinds;
