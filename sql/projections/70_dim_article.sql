-- dim_article: what is known of each captured version.
delete from dim_article where article in (select article from affected_articles);

insert into dim_article by name
with versions as (
    select
        *,
        row_number() over (partition by article order by position) as version_number,
        position = max(position) over (partition by article) as is_latest
    from events.captures
    semi join affected_articles using (article)
    where type = 'article_captured'
),

withdrawn as (
    select article, max(position) as position
    from events.captures
    semi join affected_articles using (article)
    where type = 'article_withdrawn'
    group by article
),

coded as (
    select *
    from events.readings
    semi join affected_articles using (article)
    where type = 'article_coded'
    qualify row_number() over (partition by captured_position order by position desc) = 1
),

read as (
    select *
    from events.readings
    semi join affected_articles using (article)
    where type = 'article_read'
    qualify row_number() over (partition by captured_position order by position desc) = 1
),

quarantined as (
    select distinct q.captured_position
    from events.quarantined_rows as q
    semi join affected_articles using (article)
    where q.table_name = 'articles'
)

select
    v.position as article_key,
    v.article,
    v.version_sha256,
    v.version_number,
    v.is_latest and w.position is null as is_current,
    case
        when not v.is_latest then 'superseded'
        when w.position > v.position then 'withdrawn'
        when c.position is null and q.captured_position is not null then 'quarantined'
        when c.position is null then 'captured'
        when not c.in_scope then 'out_of_scope'
        else 'coded'
    end as status,
    v.path,
    v.container_sha256,
    v.encoding,
    v.media_type,
    v.size_bytes,
    v.recorded_at as captured_at,
    c.position as coded_position,
    c.coder,
    c.coder_version,
    coalesce(r.title, v.declared_title) as title,
    coalesce(r.publisher, v.declared_publisher) as publisher,
    coalesce(r.url, v.declared_url) as url,
    r.language,
    r.script,
    r.published_on,
    r.published_basis,
    c.in_scope,
    c.scope_reason,
    r.text_chars,
    r.captured_chars,
    r.damaged_chars
from versions as v
left join withdrawn as w on v.article = w.article and w.position > v.position
left join coded as c on v.position = c.captured_position
left join read as r on v.position = r.captured_position
left join quarantined as q on v.position = q.captured_position;
