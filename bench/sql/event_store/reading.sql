update dim_article
set
    title = coalesce(:title, title),
    publisher = coalesce(:publisher, publisher),
    url = coalesce(:url, url),
    language = :language,
    script = :script,
    published_on = :published_on,
    published_basis = :published_basis,
    text_chars = :text_chars
where article_key = :cause_position;
