-- grain: a fraud scheme of the codebook; key: scheme
create table dim_scheme (
    scheme varchar primary key,
    name_zh varchar not null,
    name_en varchar not null
);

insert into dim_scheme by name select * from reference_schemes;
