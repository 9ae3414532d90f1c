-- Articles: whether each is believed, and what it is.
-- key: article
select article as key, coalesce(title, article) as label, null as topic, status, title, publisher, language, published_on
from articles;
