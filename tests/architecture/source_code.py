"""The project's modules as syntax trees, and what they import."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "pipelines"


@dataclass(frozen=True)
class Module:
    """A module: dotted name, source text, whether it is a package's `__init__`."""

    name: str
    text: str
    is_package: bool = False

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    def imports(self) -> frozenset[str]:
        """Dotted names of what is imported anywhere in the module, also inside functions.

        `from a.b import c` gives `a.b.c`, since `c` may be a module; who looks for `a.b` looks for a prefix.
        """
        return frozenset(self._imports())

    def _imports(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{self._origin(node)}.{alias.name}" for alias in node.names)

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        kept = parts[: len(parts) - node.level + self.is_package]
        return ".".join([*kept, *([node.module] if node.module else [])])

    def is_in(self, *packages: str) -> bool:
        """Whether the module is one of `packages` or lies in one."""
        return any(within(self.name, package) for package in packages)


def within(name: str, package: str) -> bool:
    """Whether the dotted name is `package` or below it."""
    return name == package or name.startswith(f"{package}.")


def modules() -> tuple[Module, ...]:
    """All modules of the package."""
    return tuple(_module(path) for path in sorted((ROOT / PACKAGE).rglob("*.py")))


def _module(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    return Module(".".join(parts[:-1] if is_package else parts), path.read_text(encoding="utf-8"), is_package)
