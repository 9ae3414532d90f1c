-- macro: told_rounding(value, unit) is by how much a number that is told as exact may be off because it was rounded
-- People and things are counted. Money is told in round numbers: 41 million stands for 40.5 to 41.5 million. Half a unit of
-- the last digit that is not zero, at most a twentieth of the value. Units of money are ISO 4217 codes, in capitals.
create macro told_rounding(value, unit) as
    case
        when unit <> upper(unit) or value <> floor(value) then 0::double
        else least(
            value::double / 20,
            pow(10, length(value::hugeint::varchar) - length(rtrim(value::hugeint::varchar, '0'))) / 2
        )
    end;
