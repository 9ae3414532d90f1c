-- grain: an administrative unit of China (to county level) or a foreign country; key: adcode
-- Filled from the gazetteer. valid_from/valid_to are years; null means that no change is known on that side.
create table dim_region (
    adcode varchar primary key,
    level varchar not null,
    name_zh varchar not null,
    name_en varchar,
    parent_adcode varchar,
    province_adcode varchar,
    province_name_zh varchar,
    prefecture_adcode varchar,
    prefecture_name_zh varchar,
    county_adcode varchar,
    county_name_zh varchar,
    valid_from integer,
    valid_to integer
);

insert into dim_region by name select * from reference_regions;
