-- grain: a figure of a campaign, where no other of that campaign counts any part again; key: figure_id
-- The rows to sum by campaign, as additive_figures otherwise. Never sum over several campaigns: one arrest may count in two.
-- depends: additive_within
create macro additive_figures_by_campaign_at(at_position) as table
select * exclude (frame_key)
from additive_within(at_position, 'campaign');

create view additive_figures_by_campaign as from additive_figures_by_campaign_at(end_of_log());

create macro additive_figures_by_campaign_as_of(instant) as table from additive_figures_by_campaign_at(position_as_of(instant));
