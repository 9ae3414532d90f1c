-- grain: an article, a figure of it; key: event_id. Input: temp table `codings`
select
    sha256('figure_reported ' || ordinal || article) as event_id,
    'article/' || article as stream,
    cause_position,
    sha256('figure_report ' || ordinal || ' ' || i) as report_id,
    article,
    version_sha256,
    ordinal::integer as ordinal,
    metric,
    (1 + hash(i, ordinal) % 5000)::decimal(24, 4) as value,
    unit,
    'exact' as qualifier,
    'total' as basis,
    ordinal > 9 as subset,
    case when ordinal > 8 then 'region' else 'case' end as scope,
    case when ordinal <= 8 then 'case-1' end as case_key,
    case when ordinal <= 8 then case_report_id end as case_report_id,
    campaign_key,
    adcode as region_adcode,
    published_on - 30 as period_start,
    published_on as period_end,
    'told' as period_basis,
    0.87::decimal(5, 4) as confidence,
    'figure.' || metric as rule,
    '抓获犯罪嫌疑人、查扣涉案物品若干，编号 ' || i || '，共计 ' || ordinal as quote,
    (100 * ordinal)::integer as span_start,
    (100 * ordinal + length(quote))::integer as span_end
from codings
cross join (
    values
    (1, 'suspects_arrested', 'person'), (2, 'loss_amount', 'CNY'), (3, 'gangs_dismantled', 'gang'),
    (4, 'dens_destroyed', 'site'), (5, 'victims', 'person'), (6, 'cases_solved', 'case'),
    (7, 'amount_frozen', 'CNY'), (8, 'phones_seized', 'item'), (9, 'suspects_arrested', 'person'),
    (10, 'suspects_detained', 'person'), (11, 'cases_solved', 'case'), (12, 'amount_recovered', 'CNY')
) as kinds (ordinal, metric, unit);
