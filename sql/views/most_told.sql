-- macro: most_told(value, qualifier, unit) is the largest number for which the words of a figure are still true
-- depends: told_rounding
create macro most_told(value, qualifier, unit) as
    case qualifier
        when 'at_least' then 'infinity'::double
        when 'exact' then value::double + told_rounding(value, unit)
        when 'nearly' then value::double
        else value::double * 1.1
    end;
