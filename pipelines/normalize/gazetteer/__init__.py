"""Places: administrative divisions of China and foreign countries, and finding them in a text."""
