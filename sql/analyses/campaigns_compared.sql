-- Question: What did each campaign bring?
-- Read: One row a campaign: how many articles and cases tell of it, and sums that count nothing twice within it. Where the
-- campaign's own total is told it stands for its cases.
-- Pitfalls: Do not sum over campaigns: they run side by side, and one arrest may count in two. Only a total makes campaigns
-- comparable; where there is none, the sum is that of the cases that happened to be told (`from_totals` says which). A campaign
-- whose only number is told as a part of a larger one (140 of the half-year's 185) has no sum; fact_figure has the number.
-- Columns: campaign, year, articles, cases, arrested, gangs, cases_solved, from_totals
with sums as (
    select
        campaign,
        sum(value) filter (where metric = 'suspects_arrested')::bigint as arrested,
        sum(value) filter (where metric = 'gangs_dismantled')::bigint as gangs,
        sum(value) filter (where metric = 'cases_solved')::bigint as cases_solved,
        bool_or(scope = 'aggregate') filter (
            where metric in ('suspects_arrested', 'gangs_dismantled', 'cases_solved')
        ) as from_totals
    from additive_figures_by_campaign
    group by campaign
),

told as (
    select campaign_key as campaign, count(*) as cases
    from dim_case
    group by campaign_key
)

select
    coalesce(c.name_zh, c.name_en, c.campaign_key) as campaign, c.year, c.articles, coalesce(t.cases, 0) as cases,
    s.arrested, s.gangs, s.cases_solved, coalesce(s.from_totals, false) as from_totals
from dim_campaign as c
left join sums as s on c.campaign_key = s.campaign
left join told as t on c.campaign_key = t.campaign
order by c.articles desc, cases desc, c.campaign_key;
