-- A figure of scope 'case' belongs to a case, one of scope 'aggregate' to none.
-- severity: error; asset: star_schema
select figure_id, scope, case_id
from fact_figure
where (scope = 'case') <> (case_id is not null);
