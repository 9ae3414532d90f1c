-- macro: source_kind(publisher) is the kind of a publisher, a key of dim_source_kind
-- The longest part of its name that dim_source_term knows decides; a name that holds none is `other`.
create macro source_kind(publisher) as
    case
        when publisher is null then 'unnamed'
        else
            coalesce(
                (
                    select kind
                    from dim_source_term
                    where contains(lower(publisher), term)
                    order by length(term) desc, term
                    limit 1
                ),
                'other'
            )
    end;
