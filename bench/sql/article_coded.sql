-- grain: an article; key: event_id. Input: temp table `codings`
select
    sha256('article_coded ' || article) as event_id,
    'article/' || article as stream,
    cause_position,
    article,
    version_sha256,
    cause_position as captured_position,
    'rules' as coder,
    '1' as coder_version,
    true as in_scope,
    'made up' as scope_reason
from codings;
