"""How a cell is printed."""


def cell(value: str | None) -> str:
    """A cell's text as people write it: a decimal without the zeros that its column's type adds, a dash for nothing."""
    if value is None:
        return "–"
    whole, point, decimals = value.partition(".")
    if not point or not whole.lstrip("-").isdigit() or not decimals.isdigit():
        return value
    return f"{whole}.{decimals}".rstrip("0").rstrip(".")
