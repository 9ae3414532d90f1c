-- grain: a reported figure as it is believed now; key: figure_id
create view fact_figure as
select * exclude (believed_to)
from fact_figure_history
where believed_to is null;
