"""Dagster's webserver with one folder more: Data Docs, at /data_docs/ below the UI's own address.

Dagster serves no files, and browsers do not follow a link to a file from a page that came over HTTP. Run as a module, in
place of `dagster_webserver` and with its arguments; `dev` does.
"""

from typing import Any

from dagster._core.workspace.context import WorkspaceProcessContext, WorkspaceRequestContext  # not exported at the top
from dagster_webserver import app, cli
from dagster_webserver.webserver import DagsterWebserver
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from pipelines.orchestration.metadata import DATA_DOCS_PATH
from pipelines.orchestration.streams import end_in_silence
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse


class CasebookWebserver(DagsterWebserver[WorkspaceProcessContext, WorkspaceRequestContext]):
    """The webserver of the UI of a warehouse."""

    def build_routes(self) -> list[BaseRoute]:
        """Ours first: Dagster's last route takes every path."""
        folder = Warehouse(Settings().warehouse).data_docs
        folder.mkdir(parents=True, exist_ok=True)
        theirs: list[BaseRoute] = super().build_routes()  # type: ignore[no-untyped-call]
        return [Mount(DATA_DOCS_PATH, StaticFiles(directory=folder, html=True)), *theirs]


if __name__ == "__main__":
    end_in_silence()
    _app: Any = app
    _app.DagsterWebserver = CasebookWebserver  # Dagster has no setting for it
    cli.main()  # type: ignore[no-untyped-call]
