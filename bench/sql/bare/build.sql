-- The whole star from position 1 on, in one transaction. Input: view `regions`.
begin transaction;

create table dim_region as from regions;

create table dim_article as from new_articles;

create table dim_case as from new_cases;

create table dim_campaign as from new_campaigns;

create table fact_figure as from new_figures;

commit;

checkpoint;
