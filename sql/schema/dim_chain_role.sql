-- grain: a role in the chain of a fraud (codebook, section 4); key: role
create table dim_chain_role (
    role varchar primary key,
    name_zh varchar not null,
    name_en varchar not null
);

insert into dim_chain_role by name select * from reference_chain_roles;
