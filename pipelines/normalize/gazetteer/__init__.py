"""Places: administrative divisions of China and foreign countries, and finding them in a text.

    from pipelines.normalize.gazetteer import gazetteer
    gazetteer().mentions("山西吕梁警方", "zh")   # one PlaceMention: 141100, span 0..4, explicit
    gazetteer().ancestors("500112")             # ("500000", "100000")

What an agency is responsible for, which role a place plays in a case: not here, but in extraction. How the data files
are made and what they mean: README.md in this folder.
"""

from pipelines.normalize.gazetteer.gazetteer import Gazetteer, gazetteer
from pipelines.normalize.gazetteer.places import CHINA, Level, Place, PlaceMention, PlaceRow

__all__ = ["CHINA", "Gazetteer", "Level", "Place", "PlaceMention", "PlaceRow", "gazetteer"]
