"""What is published, as pictures: rows in, SVG text out. No query, no Dagster; matplotlib is imported only to draw.

tiles     where each province stands on the tile map; province_tiles.csv
pictures  the three pictures
"""
