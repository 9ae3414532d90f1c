"""`python -m bench.peers.sqlmesh_star PROJECT build|add TIME`: what `sqlmesh plan` and `sqlmesh run` do, at a given time.

A scheduled model runs when its next interval has passed. The command `run` looks at the machine's clock for that; its
function takes a time, so that one refresh can follow another at once.
"""

import sys

from sqlmesh import Context


def main() -> None:
    """Build the star, or add to it what has come since."""
    project, action, moment = sys.argv[1:]
    context = Context(paths=project)
    if action == "build":
        context.plan(auto_apply=True, no_prompts=True, execution_time=moment, no_diff=True)
    else:
        context.run(execution_time=moment, skip_janitor=True)
    context.close()


if __name__ == "__main__":
    main()
