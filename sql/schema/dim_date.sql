-- grain: a day from 1990-01-01 to 2049-12-31; key: date_day
create table dim_date (
    date_day date primary key,
    year integer not null,
    quarter integer not null,
    month integer not null,
    day integer not null,
    iso_week integer not null,
    iso_weekday integer not null,
    month_start date not null,
    month_end date not null,
    quarter_start date not null,
    quarter_end date not null,
    year_start date not null,
    year_end date not null
);

insert into dim_date
select
    d::date,
    year(d),
    quarter(d),
    month(d),
    day(d),
    weekofyear(d),
    isodow(d),
    date_trunc('month', d)::date,
    last_day(d::date),
    date_trunc('quarter', d)::date,
    last_day((date_trunc('quarter', d) + interval 2 month)::date),
    date_trunc('year', d)::date,
    make_date(year(d), 12, 31)
from generate_series(timestamp '1990-01-01', timestamp '2049-12-31', interval 1 day) as days (d);
