"""`python -m bench.jobs NAME JSON`: one piece of this project's work in a process of its own.

JSON: the arguments of the function that does it. What the function returns is printed, see `measure`.
"""

import json
import sys
from importlib import import_module

from bench.measure import tell

# A name → the function that does it. Imported when asked for: what one needs must not cost another time and memory.
JOBS = {
    "grow_log": "bench.material:grow_log",
    "grow_and_export": "bench.material:grow_and_export",
    "count_rows": "bench.material:count_rows",
    "append": "bench.ours:append",
    "project": "bench.ours:project",
    "load_step": "bench.ours:load_step",
    "single_articles": "bench.ours:single_articles",
    "commits": "bench.ours:commits",
    "read_articles": "bench.reading:read_articles",
    "build_bare": "bench.bare:build",
    "add_bare": "bench.bare:add",
    "commit_delta": "bench.plain_delta:commit_at_once",
    "commits_delta": "bench.plain_delta:commits",
    "landing": "bench.landing:landing",
    "dagsters_files": "bench.histories:dagsters_files",
    "history": "bench.histories:history",
    "stages": "bench.stages:stages",
}


def main() -> None:
    """Run the job that the command line names."""
    name, arguments = sys.argv[1:]
    module, _, function = JOBS[name].partition(":")
    tell(getattr(import_module(module), function)(**json.loads(arguments)) or {})


if __name__ == "__main__":
    main()
