-- bridge_case_region_history: a place belongs to the case that its report belongs to.
insert into bridge_case_region_history by name
select
    g.report_id as region_report_id,
    g.article,
    g.captured_position as article_key,
    g.case_report_id,
    r.case_id,
    g.adcode,
    g.role,
    g.rule,
    g.span_start,
    g.span_end,
    g.quote,
    r.believed_from,
    r.believed_to
from events.region_reports as g
inner join affected_codings as c on g.captured_position = c.article_key and g.batch_position = c.believed_from
inner join case_report_history as r
    on
        g.captured_position = r.article_key and g.case_report_id = r.report_id and r.believed_from >= c.believed_from
        and (c.believed_to is null or r.believed_from < c.believed_to);
