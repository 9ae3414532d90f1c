-- How many articles were ever captured; column articles. Each has one first version.
select count(*) as articles
from article_history
where version_number = 1 and believed_to is null;
