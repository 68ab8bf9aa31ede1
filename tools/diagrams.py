"""Draw the transition tables for the docs, so that the picture cannot differ from the program.

python -m tools.diagrams write
python -m tools.diagrams check
"""

import difflib
import importlib
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"

# page -> (its title, the module that holds TRANSITIONS)
PAGES = {
    "states.md": ("States of a task", "tracker.tasks.models"),
    "explanations.md": ("States of an explanation", "tracker.tasks.models.explanation"),
}

Transitions = dict[tuple[StrEnum, str], StrEnum]


def draw(title: str, module: str, transitions: Transitions) -> str:
    """The page: a diagram, and the same as a table for readers without one."""
    return "\n".join(_lines(title, module, transitions)) + "\n"


def _lines(title: str, module: str, transitions: Transitions) -> Iterator[str]:
    states = list(type(next(iter(transitions.values()))))
    yield from (
        f"# {title}",
        "",
        f"Drawn from `{module}.TRANSITIONS` by `python -m tools.diagrams write`; not edited by hand.",
    )
    yield from ("", "```mermaid", "stateDiagram-v2", f"    [*] --> {states[0]}")
    for source in states:
        for target in states:
            verbs = [verb for (state, verb), to in transitions.items() if state == source and to == target]
            if verbs:
                yield f"    {source} --> {target}: {', '.join(verbs)}"
        if not any(state == source and to != source for (state, _), to in transitions.items()):
            yield f"    {source} --> [*]"
    yield from ("```", "", "| from | verb | to |", "|---|---|---|")
    for (source, verb), target in sorted(transitions.items(), key=lambda row: states.index(row[0][0])):
        yield f"| {source} | `{verb}` | {target} |"


def _pages() -> dict[Path, str]:
    return {
        DOCS / name: draw(title, module, importlib.import_module(module).TRANSITIONS)
        for name, (title, module) in PAGES.items()
    }


def main(arguments: list[str]) -> int:
    if arguments not in (["write"], ["check"]):
        print(__doc__, file=sys.stderr)
        return 2
    result = 0
    for path, text in _pages().items():
        if arguments == ["write"]:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            continue
        written = path.read_text(encoding="utf-8") if path.exists() else ""
        if written != text:
            result = 1
            lines = difflib.unified_diff(written.splitlines(), text.splitlines(), path.name, "TRANSITIONS", lineterm="")
            print("\n".join([*lines, "Draw it again: python -m tools.diagrams write"]))
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
