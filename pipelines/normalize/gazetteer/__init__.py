"""Places: administrative divisions of China and foreign countries, and finding them in a text."""

from pipelines.normalize.gazetteer.gazetteer import Gazetteer, gazetteer
from pipelines.normalize.gazetteer.places import CHINA, Level, Place, PlaceMention, PlaceRow

__all__ = ["CHINA", "Gazetteer", "Level", "Place", "PlaceMention", "PlaceRow", "gazetteer"]
