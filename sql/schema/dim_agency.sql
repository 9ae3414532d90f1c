-- grain: an agency in charge of a case, by name and place; key: agency_name, adcode
create table dim_agency (
    agency_name varchar not null,
    adcode varchar,
    reports bigint not null
);
