"""The fault plan beside the tests that prove it, so that no number of the plan can lose its test unseen.

python -m tools.faults write
python -m tools.faults check
"""

import ast
import difflib
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "faults.md"
NAME = re.compile(r"^test_fault_(\d\d)_(\w+)$")

# number -> (what happens, what must hold)
PLAN = {
    1: ("A sender is killed between the server's 250 and our mark", "one copy more, with the same Message-ID"),
    2: ("A sender is killed between claim and connection", "sent once, after its lease"),
    3: ("Two senders are killed again and again over 3,000 mails", "none lost, none more than twice"),
    4: ("A sender is frozen beyond its lease", "it sends nothing that another has taken over"),
    5: ("The connection breaks after the mail, without an answer", "tried again, counted as uncertain"),
    6: ("Two and three schedulers side by side", "one row and one mail for each reminder"),
    7: ("The leader is killed while planning", "nothing half planned, another takes over"),
    8: ("The scheduler is off for 5 seconds, 5 hours, 3 days", "all that was due is told, once, in one digest"),
    9: ("The mail server is away for three days", "nothing lost, a digest rather than 72 mails"),
    10: ("The server refuses one of five recipients", "four are sent, one is seen as failed"),
    11: ("The server accepts and never answers", "a time limit; other mails go on"),
    12: ("The password is wrong, then right", "the queue waits and goes on by itself"),
    13: ("1,000 mails, and a server that takes ten a minute", "all sent, the urgent ones first"),
    14: ("A mail that cannot be written", "it fails alone"),
    15: ("A change is undone after its mail was queued", "no mail"),
    16: ("A crash between commit and answer, and a second press", "one update, one mail"),
    17: ("The clock jumps a day ahead", "caught up once; sessions end; no crash"),
    18: ("The clock goes back an hour or a day", "nothing again; leases of the dead end; history in its order"),
    19: ("A host in a zone that changes its clocks, and in one that does not", "the same office times to the minute"),
    20: ("Nodes whose clocks differ by 90 seconds", "one plan, one copy of each mail"),
    21: ("29 February, the last day of a month, day 31", "no month and no year is skipped"),
    22: ("Tết is moved with 500 tasks open", "due dates stay; reminders follow once, none is repeated"),
    23: ("Saturdays that are worked for a day off", "they count as working days, the days off do not"),
    24: ("A deadline in Tết, escalation on day 1", "the term ends, and lateness begins, on working days"),
    25: ("A year that nobody has entered", "weekends only, and it is said"),
    29: ("The disk is full during an upload or a backup", "no orphan, no half backup"),
    36: ("A small .docx that unpacks to 200 MB", "refused within a second"),
    37: ("A small .docx with two million paragraphs", "refused by the limits of the reader"),
    38: ("An archive that lies about its sizes", "reading stops where it counts too much"),
    39: ("Entities that read files or multiply", "nothing is read, nothing multiplies"),
    40: ("A file that is two kinds at once, or not what it is called", "refused, or only downloaded"),
    44: ("File names with line breaks, paths, 500 bytes", "cleaned, never an error"),
    45: ("An upload that is cut or crawls", "no row, no file"),
    46: ("A stored file is gone or altered", "the download says so, the check lists it"),
    47: ("Two heads save the same report at once", "one saved, the other shown both texts"),
    48: ("A leader extends while the head reports completion", "a defined winner, both in history"),
    49: ("A double press, Back, two tabs", "once"),
    50: ("Somebody leaves or moves with open tasks", "refused or handed over; reminders follow"),
    51: ("A unit is merged while reminders wait", "its successor gets them"),
    52: ("A task is closed between planning and sending", "not sent, and it says why"),
    53: ("An address is changed or taken away meanwhile", "the new one is used, or the failure is seen"),
    63: ("Killed during an import or a backup", "nothing half done, the old backup stays"),
    65: ("A backup is restored on a clean host", "whole, and the queue is held"),
    66: ("A damaged database file", "said at once, with the way back"),
    72: ("72 hours of everything at once", "every mail accounted for, no copy unexplained, nothing untold"),
}


def find_tests(folder: Path) -> dict[int, list[tuple[str, str]]]:
    """(file, rest of the name) of every test of a fault, by number."""
    found = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            match = NAME.match(node.name) if isinstance(node, ast.FunctionDef) else None
            if match:
                found[int(match[1])].append((path.relative_to(folder).as_posix(), match[2]))
    return dict(found)


def missing(tests: dict[int, list[tuple[str, str]]]) -> list[str]:
    """What is wrong with the plan or its tests; empty when nothing is."""
    wrong = [f"fault {number} has no test: {PLAN[number][0]}" for number in sorted(PLAN.keys() - tests)]
    wrong += [f"fault {number} is tested and not in PLAN (tools/faults.py)" for number in sorted(tests.keys() - PLAN)]
    return wrong


def draw(tests: dict[int, list[tuple[str, str]]]) -> str:
    """The page."""
    return "\n".join(_lines(tests)) + "\n"


def _lines(tests: dict[int, list[tuple[str, str]]]) -> Iterator[str]:
    yield from ("# Faults", "", "What is broken on purpose, what must hold, and the tests that prove it.")
    yield from (
        "Written from the tests by `python -m tools.faults write`; not edited by hand.",
        "",
        "Each runs on SQLite and PostgreSQL unless the plan says otherwise: small in `make test`, at full size in",
        '`make faults`; `make faults ARGS="-k fault_18"` runs one. The soak (72) prints its seed; `SEED=N` repeats it.',
        "`FAULT=point` ends a process where a test wants it to; `config.FAULT_POINTS` lists the places. Never set it",
        "in production.",
        "",
        "| no. | what happens | what holds | proved by |",
        "|---|---|---|---|",
    )
    for number, (what, holds) in PLAN.items():
        proofs = "; ".join(f"{name.replace('_', ' ')} (`{path}`)" for path, name in tests.get(number, []))
        yield f"| {number} | {what} | {holds} | {proofs or 'no test'} |"


def main(arguments: list[str]) -> int:
    if arguments not in (["write"], ["check"]):
        print(__doc__, file=sys.stderr)
        return 2
    tests = find_tests(ROOT / "tests")
    text, wrong = draw(tests), missing(tests)
    if arguments == ["write"]:
        PAGE.write_text(text, encoding="utf-8")
    written = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if written != text:
        lines = difflib.unified_diff(written.splitlines(), text.splitlines(), "docs/faults.md", "tests", lineterm="")
        wrong += [*lines, "Write it again: python -m tools.faults write"]
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
