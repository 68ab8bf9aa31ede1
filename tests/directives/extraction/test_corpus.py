"""Real texts marked by hand, where they are at hand: the accuracy must not fall."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from .samples import read

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_score", CORPUS / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not (CORPUS / "gold.jsonl").exists(), reason="the marked texts are not here")
def test_accuracy_on_marked_texts() -> None:
    score = _scorer()
    right = extra = marked = owners_right = dates_right = register = 0
    for line in (CORPUS / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        source = (CORPUS / "text" / f"{gold['id']}.txt").read_bytes().decode("utf-8")
        issued_on = date.fromisoformat(gold["doc_date"]) if gold["doc_date"] else None
        found = [
            {"start": d.start, "end": d.end, "lead": d.lead, "date": d.date and d.date.isoformat(), "every": d.every}
            for d in read(source, issued_on).directives
        ]
        pairs, _, matched, ignored = score.match(gold["directives"], found)
        marked += sum(not item["soft"] for item in gold["directives"])
        extra += sum(index not in matched and index not in ignored for index in range(len(found)))
        for one, other in pairs:
            want, got = gold["directives"][one], found[other]
            if want["soft"]:
                continue
            owner = score.names(want["lead"]) == score.names(got["lead"])
            day = (want["date"], want["every"]) == (got["date"], got["every"])
            right, owners_right, dates_right = right + 1, owners_right + owner, dates_right + day
            register += owner and day
    assert 2 * right / (2 * right + extra + marked - right) >= 0.94
    assert owners_right / right >= 0.92
    assert dates_right / right >= 0.97
    assert register / marked >= 0.88
