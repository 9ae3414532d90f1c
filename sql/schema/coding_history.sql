-- grain: a coding of an article and the stretch of the log during which it was believed; key: article, believed_from
-- A coding is believed from the batch that holds it until the batch that holds the article's next coding or withdrawal.
create table coding_history (
    article varchar not null,
    article_key bigint not null,
    coder varchar not null,
    coder_version varchar not null,
    in_scope boolean not null,
    believed_from bigint not null,
    believed_to bigint
);
