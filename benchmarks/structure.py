"""Figures of the package's structure, for one checkout or several side by side.

::

    python -m benchmarks.structure                       # this checkout
    python -m benchmarks.structure ../before .           # two, a column each

Read from the syntax trees; nothing is imported. Counted are the ``.py`` files of ``interviewer``:

* lines are all lines, blank ones and docstrings included;
* imports are the lines of ``import`` and ``from`` statements wherever they stand, and of ``__all__``;
* a module has one user where exactly one other module imports it, its own folder's ``__init__`` left out;
  it serves a sibling where that one stands in the same folder;
* a function's length is from ``def`` to its last line, decorators left out; the ninth decile is the
  value that nine in ten do not exceed.
"""

from __future__ import annotations

import argparse
import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = "interviewer"


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the package."""

    name: str
    """With dots; a package's is that of its folder."""
    is_package: bool
    lines: int
    import_lines: int
    imported: frozenset[str]
    """Modules of the package that it imports anywhere."""
    functions: tuple[int, ...]
    """Their lengths in lines."""


def read_modules(checkout: Path) -> tuple[Module, ...]:
    """Every module of the package in ``checkout``.

    Raises:
        FileNotFoundError: there is no package.
    """
    files = sorted((checkout / _PACKAGE).rglob("*.py"))
    if not files:
        raise FileNotFoundError(checkout / _PACKAGE)
    known = {_name(file.relative_to(checkout)) for file in files}
    return tuple(_module(file, _name(file.relative_to(checkout)), known) for file in files)


def _name(file: Path) -> str:
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _module(file: Path, name: str, known: set[str]) -> Module:
    text = file.read_text(encoding="utf-8")
    tree = ast.parse(text)
    return Module(
        name=name,
        is_package=file.name == "__init__.py",
        lines=len(text.splitlines()),
        import_lines=sum(_length(node) for node in ast.walk(tree) if _is_import(node)),
        imported=frozenset(_imported(tree, known)) - {name},
        functions=tuple(
            _length(node)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ),
    )


def _length(node: ast.AST) -> int:
    assert isinstance(node, ast.stmt)
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _is_import(node: ast.AST) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
    return False


def _imported(tree: ast.AST, known: set[str]) -> Iterator[str]:
    """What is imported, the module itself where a ``from`` names one, else the one that has it."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names):
                yield from (each.name for each in names if each.name in known)
            case ast.ImportFrom(module=str(module), names=names):
                for each in names:
                    inner = f"{module}.{each.name}"
                    if inner in known:
                        yield inner
                    elif module in known:
                        yield module


def figures(modules: Sequence[Module]) -> Mapping[str, str]:
    """The figures by their titles, ready to print."""
    lines = sum(module.lines for module in modules)
    imports = sum(module.import_lines for module in modules)
    functions = sorted(length for module in modules for length in module.functions)
    longest = max(modules, key=lambda module: module.lines)
    return {
        "modules": f"{len(modules)}",
        "lines": f"{lines:,}",
        "files a thousand lines": f"{1000 * len(modules) / lines:.1f}",
        "imports and __all__, share of lines": f"{100 * imports / lines:.1f} %",
        "modules with one user": f"{len(_sole_users(modules))}",
        "of these, serving a sibling": f"{_siblings(_sole_users(modules))}",
        "longest module": f"{longest.lines} ({longest.name.removeprefix(_PACKAGE + '.')})",
        "functions": f"{len(functions):,}",
        "function lines, ninth decile": f"{functions[(9 * len(functions) - 1) // 10]}",
        "function lines, longest": f"{functions[-1]}",
    }


def _sole_users(modules: Sequence[Module]) -> Mapping[str, str]:
    """The modules that one other imports, with that one."""
    users: dict[str, set[str]] = defaultdict(set)
    for module in modules:
        for imported in module.imported:
            # A package that only hands on is no user of its own modules.
            if not (module.is_package and imported.startswith(f"{module.name}.")):
                users[imported].add(module.name)
    files = {module.name for module in modules if not module.is_package}
    return {name: min(by) for name, by in users.items() if name in files and len(by) == 1}


def _siblings(users: Mapping[str, str]) -> int:
    return sum(name.rpartition(".")[0] == user.rpartition(".")[0] for name, user in users.items())


def main() -> None:
    """Prints a table, a column for each checkout."""
    parser = argparse.ArgumentParser(description="Figures of the package's structure.")
    parser.add_argument("checkouts", nargs="*", type=Path, default=[Path()])
    checkouts: list[Path] = parser.parse_args().checkouts
    columns = [figures(read_modules(checkout)) for checkout in checkouts]
    for title in columns[0]:
        print(f"{title:38}" + "".join(f"{column[title]:>28}" for column in columns))


if __name__ == "__main__":
    main()
