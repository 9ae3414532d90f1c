-- Current articles that another coder, or another version of it, read last. Parameters: coder, version, month (any where null),
-- articles (any where empty)
select article_key
from dim_article
where
    is_current and coded_position is not null
    and (coder <> $coder or coder_version <> $version)
    and ($month is null or strftime(published_on, '%Y-%m') = $month)
    and (len($articles) = 0 or list_contains($articles, article))
order by article_key;
