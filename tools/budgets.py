"""The budgets of the house: a file that outgrows them is split by concept.

python -m tools.budgets
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES = 400
FUNCTION_LINES = 40
VIEW_LINES = 25


def problems(root: Path = ROOT) -> Iterator[str]:
    """What is over its budget, one line each. (Complexity is the linter's.)"""
    for path in sorted((root / "static").rglob("*.js")):
        if (length := path.read_text(encoding="utf-8").count("\n")) > FILE_LINES:
            yield f"{path.relative_to(root)}: {length} lines, at most {FILE_LINES}"
    for path in [root / "config.py", root / "wsgi.py", *sorted((root / "tracker").rglob("*.py"))]:
        name = path.relative_to(root)
        source = path.read_text(encoding="utf-8")
        if (length := source.count("\n")) > FILE_LINES:
            yield f"{name}: {length} lines, at most {FILE_LINES}"
        limit = VIEW_LINES if path.name == "views.py" or "views" in name.parts else FUNCTION_LINES
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                length = node.end_lineno - node.lineno + 1
                if length > limit:
                    yield f"{name}:{node.lineno}: {node.name} has {length} lines, at most {limit}"


if __name__ == "__main__":
    found = list(problems())
    print("\n".join(found) or "within budget")
    sys.exit(1 if found else 0)
