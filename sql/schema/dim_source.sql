-- grain: a publisher as named in the articles; key: publisher
create table dim_source (
    publisher varchar primary key,
    articles bigint not null,
    first_published_on date,
    last_published_on date
);
