-- macro: may_share(one, other) is whether two rows of summable_figure, of one metric and unit, may count something both
-- One of them is an aggregate; two cases are two. Their days overlap, and one's place lies in the other's; what lies in no
-- province (the country, a place abroad, not told) may lie anywhere. Aggregates that one article tells side by side, of one
-- place, period and campaign, are apart: it would have been coded (is_subset) if one were a part of the other; only what is
-- told again is the same.
create macro may_share(one, other) as
    one.first_day <= other.last_day and other.first_day <= one.last_day
    and (
        one.province_adcode is null or other.province_adcode is null
        or one.region_adcode in (other.region_adcode, other.province_adcode, other.prefecture_adcode)
        or other.region_adcode in (one.province_adcode, one.prefecture_adcode)
    )
    and not (
        one.article_key = other.article_key and one.scope = other.scope and one.value <> other.value
        and one.region_adcode is not distinct from other.region_adcode
        and one.campaign is not distinct from other.campaign
        and one.period_start is not distinct from other.period_start
        and one.period_end is not distinct from other.period_end
    );
