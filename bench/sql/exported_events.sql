-- Exported events, article by article, each with its payload as JSON. Variables: source (folder), events (how many).
-- grain: an event; key: position
select article, family, state
from (
    select position, position as captured_position, article, 'capture' as family, to_json(e) as state
    from read_parquet(getvariable('source') || '/capture/base.parquet') as e
    union all
    select position, cause_position, article, 'reading', to_json(e)
    from read_parquet(getvariable('source') || '/reading/base.parquet') as e
    union all
    select position, cause_position, article, 'campaign_report', to_json(e)
    from read_parquet(getvariable('source') || '/campaign_report/base.parquet') as e
    union all
    select position, cause_position, article, 'case_report', to_json(e)
    from read_parquet(getvariable('source') || '/case_report/base.parquet') as e
    union all
    select position, cause_position, article, 'region_report', to_json(e)
    from read_parquet(getvariable('source') || '/region_report/base.parquet') as e
    union all
    select position, cause_position, article, 'figure_report', to_json(e)
    from read_parquet(getvariable('source') || '/figure_report/base.parquet') as e
    union all
    select position, cause_position, article, 'link', to_json(e)
    from read_parquet(getvariable('source') || '/link/base.parquet') as e
)
order by captured_position, position
limit getvariable('events');
