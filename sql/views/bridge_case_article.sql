-- grain: a report of a case by an article as believed now; key: case_report_id
create view bridge_case_article as
select
    report_id as case_report_id, case_id, article, article_key, case_key, title, link_decision, link_score,
    link_reasons, confidence, rule, span_start, span_end, quote, believed_from
from case_report_history
where believed_to is null and case_id is not null;
