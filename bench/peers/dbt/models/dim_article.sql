-- grain: an article as captured; key: article_key
select
    c.position as article_key,
    c.article,
    c.version_sha256,
    c.path,
    c.container_sha256,
    c.encoding,
    c.media_type,
    c.size_bytes,
    c.recorded_at as captured_at,
    coalesce(r.title, c.declared_title) as title,
    coalesce(r.publisher, c.declared_publisher) as publisher,
    coalesce(r.url, c.declared_url) as url,
    r.language,
    r.script,
    r.published_on,
    r.published_basis,
    r.text_chars
from {{ source('log', 'capture') }} as c
left join {{ source('log', 'reading') }} as r on c.position = r.cause_position
{% if is_incremental() %}
where c.position > (select max(article_key) from {{ this }})
{% endif %}
