"""Words that must not be committed: package indexes, paths of one machine, left-overs.

python -m tools.words
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Each is written so that this file does not contain it.
FORBIDDEN = {
    r"--(extra-)?index-u[r]l|--find-link[s]|registry = \"https?[:]|\"resolved\": *\"https?[:]": "names a package index",
    r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs[.]org": "names a package host",
    r"(?<![\w./-])/(?:wor[k]|roo[t]|hom[e])/\w": "is a path of one machine",
    r"\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b": "is a left-over",
}
# Machine-written, and digests may spell anything.
SKIPPED = {"requirements/runtime.txt", "requirements/demo.txt", "requirements/test.txt"}


def problems(root: Path = ROOT) -> Iterator[str]:
    """Each forbidden word in a file that git knows, with its place."""
    for name in _tracked(root):
        try:
            text = (root / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue  # a picture, or deleted and not yet committed
        patterns = dict(list(FORBIDDEN.items())[:2]) if name in SKIPPED else FORBIDDEN
        for number, line in enumerate(text.splitlines(), 1):
            for pattern, why in patterns.items():
                if match := re.search(pattern, line):
                    yield f"{name}:{number}: {match[0]!r} {why}"


def _tracked(root: Path) -> list[str]:
    # The folder may belong to another account than the one that checks it.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return sorted(filter(None, done.stdout.split("\0")))


if __name__ == "__main__":
    found = list(problems())
    print("\n".join(found) or "nothing forbidden")
    sys.exit(1 if found else 0)
