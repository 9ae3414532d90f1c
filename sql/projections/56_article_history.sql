-- article_history: what was known of each captured version, and when?
-- A version's state changes when it is captured, read, coded or quarantined, when the article's next version is captured
-- and when the article is withdrawn.
insert into article_history by name
with quarantined as (
    select captured_position, min(batch_position) as batch_position
    from events.quarantined_rows as q
    semi join affected_versions as v on q.captured_position = v.article_key
    where table_name = 'articles'
    group by captured_position
),

versions as (
    select
        v.*,
        row_number() over (partition by v.article order by v.position) as version_number,
        lead(v.batch_position) over (partition by v.article order by v.position) as superseded_from,
        w.batch_position as withdrawn_from,
        q.batch_position as quarantined_from
    from affected_captures as v
    left join quarantined as q on v.position = q.captured_position
    asof left join (select * from affected_captures where type = 'article_withdrawn') as w
        on v.article = w.article and v.position < w.position
    where v.type = 'article_captured'
),

-- Of several readings or codings of one version in one commit the last counts.
coded as (
    select *
    from events.readings as r
    semi join affected_versions as v on r.captured_position = v.article_key
    where type = 'article_coded'
    qualify row_number() over (partition by captured_position, batch_position order by position desc) = 1
),

read as (
    select *
    from events.readings as r
    semi join affected_versions as v on r.captured_position = v.article_key
    where type = 'article_read'
    qualify row_number() over (partition by captured_position, batch_position order by position desc) = 1
),

points as (
    select position as article_key, batch_position as point from versions
    union
    select position, superseded_from from versions where superseded_from is not null
    union
    select position, withdrawn_from from versions where withdrawn_from is not null
    union
    select position, quarantined_from from versions where quarantined_from is not null
    union
    select captured_position, batch_position from coded
    union
    select captured_position, batch_position from read
),

stretches as (
    select article_key, point, lead(point) over (partition by article_key order by point) as next_point
    from points
)

select
    v.position as article_key,
    v.article,
    v.version_sha256,
    v.version_number,
    coalesce(s.point < v.superseded_from, true) and coalesce(s.point < v.withdrawn_from, true) as is_current,
    case
        when s.point >= v.superseded_from then 'superseded'
        when s.point >= v.withdrawn_from then 'withdrawn'
        when c.position is null and s.point >= v.quarantined_from then 'quarantined'
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
    r.damaged_chars,
    s.point as believed_from,
    s.next_point as believed_to
from stretches as s
inner join versions as v on s.article_key = v.position
asof left join coded as c on s.article_key = c.captured_position and s.point >= c.batch_position
asof left join read as r on s.article_key = r.captured_position and s.point >= r.batch_position;
