-- grain: an article; key: event_id. Input: temp table `codings`
select
    sha256('article_read ' || article) as event_id,
    'article/' || article as stream,
    cause_position,
    article,
    version_sha256,
    cause_position as captured_position,
    '某地公安机关破获电信网络诈骗案 ' || i as title,
    'Publisher ' || (i % 200) as publisher,
    'zh' as language,
    'Hans' as script,
    published_on,
    'front_matter' as published_basis,
    (500 + i % 2000)::integer as text_chars,
    (600 + i % 2000)::integer as captured_chars,
    0::integer as damaged_chars
from codings;
