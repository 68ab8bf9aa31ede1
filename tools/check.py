"""Everything that `make check` looks at, one line for each that is well, its whole output for each that is not.

python -m tools.check [name …]      all of them, or those named
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    """A command that ends with 0 if all is well."""

    name: str
    command: list[str]

    def run(self) -> tuple[bool, str, float]:
        start = time.monotonic()
        environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}", "NO_COLOR": "1"}
        done = subprocess.run(
            self.command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode == 0, done.stdout, time.monotonic() - start


def _tool(name: str, *arguments: str) -> Check:
    return Check(name, [sys.executable, "-m", f"tools.{name}", *arguments])


# The slow ones first: two run at a time.
CHECKS = [
    _tool("migrations"),
    Check("types", ["mypy"]),
    Check("templates", ["djlint", "--lint", "--quiet", "templates"]),
    Check("security", ["bandit", "--quiet", "--recursive", "--configfile", "pyproject.toml", "tracker"]),
    Check("imports", ["lint-imports", "--no-logo"]),
    _tool("translations", "check"),
    Check("format", ["ruff", "format", "--check", "."]),
    Check("lint", ["ruff", "check", "."]),
    _tool("budgets"),
    _tool("diagrams", "check"),
    _tool("faults", "check"),
    _tool("requirements"),
    _tool("words"),
]


def main(names: list[str]) -> int:
    unknown = set(names) - {check.name for check in CHECKS}
    if unknown:
        print(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(c.name for c in CHECKS)}.")
        return 2
    chosen = [check for check in CHECKS if not names or check.name in names]
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for check, (well, output, seconds) in zip(chosen, pool.map(Check.run, chosen), strict=True):
            print(f"{'ok    ' if well else 'FAILED'} {check.name} ({seconds:.1f} s)", flush=True)
            if not well:
                failed.append(check.name)
                print(output.rstrip() + "\n", flush=True)
    print(f"{len(failed)} of {len(chosen)} checks failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
