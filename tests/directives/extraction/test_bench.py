"""`make bench-extract` on a folder of its own: any folder of the same layout will do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import extract as bench

from . import samples

SCORER = """import json, sys
gold, pred = ([json.loads(line) for line in open(path, encoding="utf-8")] for path in sys.argv[1:])
found = {row["id"]: len(row["directives"]) for row in pred}
if not any(row["directives"] for row in gold):
    sys.exit("nothing marked")
print(f"documents {len(gold)}  F1 {sum(found[row['id']] for row in gold):.3f}  lead_F1 0.500  coop_F1 0.250  "
      "date_acc 0.125  dated_acc 0.000  register 1.000")
"""


def test_a_folder_is_scored_over_all_and_by_genre(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "score.py").write_text(SCORER, encoding="utf-8")
    rows = [("a", "formal", samples.NOTICE, None), ("b", "news", samples.NEWS, "2022-11-29"), ("c", "", "Tin", None)]
    with (tmp_path / "gold.jsonl").open("w", encoding="utf-8") as gold:
        for name, genre, text, day in rows:
            (tmp_path / "text" / f"{name}.txt").write_bytes(text.encode())
            row = {"id": name, "genre": genre, "doc_date": day, "directives": [{}] if genre else []}
            gold.write(json.dumps(row) + "\n")
    monkeypatch.setattr(bench, "_large_mib", lambda corpus: 1)
    result = bench.measure(tmp_path)
    assert result.pop("texts_per_s") > 0
    assert result == {
        "bench": "extract",
        "texts": 3,
        "directive_f1": 10.0,
        "lead_f1": 0.5,
        "coop_f1": 0.25,
        "date_acc": 0.125,
        "register": 1.0,
        "mib_5mb": 1,
    }
    shown = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in shown[:4]] == ["all", "no genre", "formal", "news"]
    assert shown[1] == "no genre: nothing marked"
