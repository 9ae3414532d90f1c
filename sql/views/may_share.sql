-- macro: may_share(one, other) is whether two rows of summable_figure, of one metric and unit, may count something both
-- One of them is an aggregate; two cases are two. They are apart only where it is told: their days do not overlap, or neither
-- place lies in the other; what lies in no province (the country, a place abroad, not told) may lie anywhere. Nothing else
-- tells it. One article has a running total beside its earlier state and a whole beside its part, and not every part is
-- known to be one (is_subset). Campaigns run side by side, and one arrest may count in two.
-- first_day supposes that a figure without days is news. Beside another aggregate that is not enough: an aggregate that tells
-- neither its first day nor a campaign may have begun at any time.
create macro may_share(one, other) as
    (one.first_day <= other.last_day or (one.scope = other.scope and one.period_start is null and one.campaign is null))
    and (other.first_day <= one.last_day or (one.scope = other.scope and other.period_start is null and other.campaign is null))
    and (
        one.province_adcode is null or other.province_adcode is null
        or one.region_adcode in (other.region_adcode, other.province_adcode, other.prefecture_adcode)
        or other.region_adcode in (one.province_adcode, one.prefecture_adcode)
    );
