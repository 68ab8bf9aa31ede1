"""`make bench-extract CORPUS=…`: accuracy of the extraction on marked texts, and its speed and memory on one core.

The folder holds `text/<id>.txt`, `gold.jsonl` (a line per text: id, genre, doc_date, directives) and its own
`score.py`, which judges; here the texts are only read and its line is passed on. The last line printed is JSON.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from tracker.directives.extraction import DirectiveDraft, extract, read_topics_csv, read_units_csv
from tracker.workdays import Calendar

_SAMPLE = Path(__file__).parents[1] / "tracker" / "demo" / "data"
_PASSES = 3
_LARGE = 5 * 1024 * 1024
_LARGE_TEXT = (
    "1. Giao phòng Tài chính - Kế hoạch chủ trì, phối hợp với Chi cục Thuế rà soát các khoản nợ đọng thuế, xây dựng "
    "phương án thu hồi; báo cáo trước ngày 15/11/2022.\n"
)
_NAMES = {
    "F1": "directive_f1",
    "lead_F1": "lead_f1",
    "coop_F1": "coop_f1",
    "date_acc": "date_acc",
    "register": "register",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder with text/, gold.jsonl and score.py")
    parser.add_argument("--large", action="store_true", help="read 5 MB of orders, print the peak memory in MiB")
    args = parser.parse_args()
    if args.large:
        print(_read_large())
        return
    if not (args.corpus / "gold.jsonl").is_file() or not (args.corpus / "score.py").is_file():
        parser.error(f"{args.corpus} does not hold gold.jsonl and score.py")
    print(json.dumps(measure(args.corpus)))


def measure(corpus: Path) -> dict[str, Any]:
    """Prints the scorer's lines, over all and by genre, and gives the figures of the JSON line."""
    lines = [line for line in (corpus / "gold.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
    gold = [json.loads(line) for line in lines]
    texts = [(corpus / "text" / f"{row['id']}.txt").read_bytes().decode("utf-8") for row in gold]
    days = [date.fromisoformat(row["doc_date"]) if row.get("doc_date") else None for row in gold]
    units, topics = read_units_csv(_SAMPLE / "units.csv"), read_topics_csv(_SAMPLE / "topics.csv")
    seconds = []
    for _ in range(_PASSES):
        begin = time.process_time()  # one core: the time of this process, whatever else the machine does
        results = [
            extract(text, units=units, topics=topics, calendar=Calendar(), issued_on=day)
            for text, day in zip(texts, days, strict=True)
        ]
        seconds.append(time.process_time() - begin)
    found = {row["id"]: [_row(draft) for draft in result.directives] for row, result in zip(gold, results, strict=True)}
    speed = len(texts) / min(seconds)
    genres = dict(zip(lines, (str(row.get("genre", "")) for row in gold), strict=True))
    scores = _score(corpus, "all", lines, found)
    for genre in sorted(set(genres.values())):
        _score(corpus, genre or "no genre", [line for line in lines if genres[line] == genre], found)
    print(f"{speed:.1f} texts per second on one core")
    return {
        "bench": "extract",
        "texts": len(texts),
        **scores,
        "texts_per_s": round(speed, 1),
        "mib_5mb": _large_mib(corpus),
    }


def _row(draft: DirectiveDraft) -> dict[str, Any]:
    return {
        "start": draft.start,
        "end": draft.end,
        "lead": draft.lead,
        "coop": draft.coop,
        "date": draft.date.isoformat() if draft.date else None,
        "every": draft.every,
    }


def _score(corpus: Path, name: str, lines: list[str], found: dict[str, list[dict[str, Any]]]) -> dict[str, float]:
    """What the folder's own scorer says of these texts; it is shown as it is."""
    with tempfile.TemporaryDirectory() as folder:
        gold, pred = Path(folder) / "gold.jsonl", Path(folder) / "pred.jsonl"
        gold.write_text("\n".join(lines) + "\n", encoding="utf-8")
        rows = [{"id": id_, "directives": directives} for id_, directives in found.items()]
        pred.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, str(corpus / "score.py"), str(gold), str(pred)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name}: {done.stderr.strip()}")  # a genre in which nothing is marked, for one
        return {}
    line = done.stdout.strip().splitlines()[-1]
    print(f"{name}: {line}")
    figures = dict(re.findall(r"(\w+) +(\d+(?:\.\d+)?)", line))
    return {ours: float(figures[theirs]) for theirs, ours in _NAMES.items() if theirs in figures}


def _large_mib(corpus: Path) -> int:
    """Peak memory of a process of its own, so that the texts read here do not count."""
    command = [sys.executable, "-m", "bench.extract", str(corpus), "--large"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    return int(done.stdout)


def _read_large() -> int:
    text = (_LARGE_TEXT * (_LARGE // len(_LARGE_TEXT.encode()) + 1)).encode()[:_LARGE].decode(errors="ignore")
    units, topics = read_units_csv(_SAMPLE / "units.csv"), read_topics_csv(_SAMPLE / "topics.csv")
    extract(text, units=units, topics=topics, calendar=Calendar())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024))


if __name__ == "__main__":
    main()
