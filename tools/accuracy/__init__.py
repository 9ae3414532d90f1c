"""How well extraction agrees with hand-coded articles: by metric, by attribute, by confidence.

`python -m tools.accuracy` writes docs/accuracy.md; with `--raw` and `--gold` it scores one folder and can list every error.
What a right answer is, is said in docs/codebook.md; the definitions of the scores are those of the project's score tool.
Nothing here is needed at run time.
"""
