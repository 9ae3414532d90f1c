-- grain: a report of a case by an article as believed; key: case_report_id
-- depends: case_report
create macro bridge_case_article_at(at_position) as table
select
    report_id as case_report_id, case_id, article, article_key, case_key, title, link_decision, link_score,
    link_reasons, confidence, rule, span_start, span_end, quote, believed_from
from case_report_at(at_position)
where case_id is not null;

create view bridge_case_article as from bridge_case_article_at(end_of_log());

create macro bridge_case_article_as_of(instant) as table from bridge_case_article_at(position_as_of(instant));
