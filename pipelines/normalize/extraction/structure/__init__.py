"""What an article says apart from its numbers: its domain, cases, campaigns, bodies, schemes and places in their roles.

    read_structure      Document + places → Structure: gate, segments, campaigns, agencies
    describe_cases      → one CaseReport a segment, and its RegionReports
    describe_campaigns  → one CampaignReport a campaign
    home_adcode         the place that the article is about (全市 is its 市)

Words are in the YAML files beside the modules; a new term touches no code.
"""

from pipelines.normalize.extraction.structure.campaigns import describe_campaigns
from pipelines.normalize.extraction.structure.cases import describe_cases
from pipelines.normalize.extraction.structure.home import home_adcode
from pipelines.normalize.extraction.structure.reading import read_structure

__all__ = ["describe_campaigns", "describe_cases", "home_adcode", "read_structure"]
