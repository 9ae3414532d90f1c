-- grain: a case that people merged with others, in a stretch of the log; key: case_id, believed_from
-- canonical_case_id is the case that its reports are told under meanwhile; its own where the merge is not yet, or no more.
create table case_alias_history (
    case_id varchar not null,
    canonical_case_id varchar not null,
    believed_from bigint not null,
    believed_to bigint
);
