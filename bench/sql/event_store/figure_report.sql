insert into fact_figure
select
    :report_id, :position, :article, :cause_position, :ordinal, :case_report_id, null, :campaign_key, :region_adcode,
    :metric, :value, :unit, :qualifier, :basis, :subset, :scope, :period_start, :period_end, :period_basis, published_on,
    :confidence, :rule, :span_start, :span_end, :quote, :recorded_at
from dim_article
where article_key = :cause_position;
