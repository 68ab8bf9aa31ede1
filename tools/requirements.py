"""Do the locks still say what the wishes (*.in) say? Needs no network.

python -m tools.requirements
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = Path(__file__).resolve().parent.parent / "requirements"
NAMES = ("runtime", "demo", "test")  # each contains the one before
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)(?P<hashed>(?:[^\n]*\\\n\s+--hash=)?)", re.MULTILINE)
MEND = "run: make lock"


def problems(folder: Path = FOLDER) -> Iterator[str]:
    """What a lock lacks or contradicts, one line each."""
    pins: dict[str, str] = {}
    for name in NAMES:
        lock = f"{name}.txt"
        text = (folder / lock).read_text(encoding="utf-8")
        own = {canonicalize_name(match[1]): match[2] for match in PIN.finditer(text)}
        yield from (f"{lock}: {match[1]} has no hash; {MEND}" for match in PIN.finditer(text) if not match["hashed"])
        for package, version in pins.items():
            if own.get(package) != version:
                yield f"{lock}: {package} is {own.get(package, 'missing')}, but {version} in the lock below it; {MEND}"
        for wish in _wishes(folder / f"{name}.in"):
            version = own.get(canonicalize_name(wish.name))
            if version is None:
                yield f"{lock}: {wish.name} is missing; {MEND}"
            elif not wish.specifier.contains(version, prereleases=True):
                yield f"{lock}: {wish.name} {version} is not {wish.specifier}; {MEND}"
        pins |= own


def _wishes(path: Path) -> Iterator[Requirement]:
    for line in path.read_text(encoding="utf-8").splitlines():
        wish = line.split("#")[0].strip()
        if wish and not wish.startswith("-"):
            yield Requirement(wish)


if __name__ == "__main__":
    found = list(problems())
    print("\n".join(found) or "the locks are up to date")
    sys.exit(1 if found else 0)
