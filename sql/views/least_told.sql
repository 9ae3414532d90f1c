-- macro: least_told(value, qualifier, unit) is the smallest number for which the words of a figure are still true
-- depends: told_rounding
create macro least_told(value, qualifier, unit) as
    case qualifier
        when 'at_least' then value::double
        when 'exact' then value::double - told_rounding(value, unit)
        else value::double * 0.9
    end;
