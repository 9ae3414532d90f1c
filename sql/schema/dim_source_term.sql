-- grain: a part of publishers' names, in lower case; key: term
-- It tells their kind; of several that a name holds, the longest counts.
create table dim_source_term (
    term varchar primary key,
    kind varchar not null
);

insert into dim_source_term by name select * from reference_source_terms;
