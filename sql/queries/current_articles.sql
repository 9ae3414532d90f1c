-- Which of these names current articles have. Parameter: articles
select article
from dim_article
where is_current and list_contains($articles, article);
