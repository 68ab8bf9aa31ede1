"""The session of 27/10/2022: the text that the product was asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.directives.extraction import extract, read_topics_csv, read_units_csv
from tracker.workdays import Calendar

ROOT = Path(__file__).parents[3]
SEED = ROOT.parent / "shared" / "seed" / "phien-hop-15-2022-10-28.txt"
DATA = ROOT / "tracker" / "demo" / "data"


@pytest.mark.skipif(not SEED.exists(), reason="the seed text is not here")
def test_the_seed_gives_its_six_rows() -> None:
    source = SEED.read_bytes().decode("utf-8")
    result = extract(
        source,
        units=read_units_csv(DATA / "units.csv"),
        topics=read_topics_csv(DATA / "topics.csv"),
        calendar=Calendar(),
        issued_on=date(2022, 10, 28),
    )
    drafts = result.directives
    assert [draft.topic for draft in drafts] == [
        "thu-ngan-sach",
        "giai-ngan",
        "an-sinh-xa-hoi",
        "nha-tam",
        "y-te",
        "chinh-quyen-so",
    ]
    conclusion = source.index("Phát biểu kết luận")
    for draft in drafts:
        assert draft.start > conclusion
        assert draft.text == source[draft.start : draft.end]
        assert draft.lead == ("Các phòng, ban, cơ quan đơn vị", "UBND 11 phường, xã")
        assert (draft.due, draft.date) == ("trong 2 còn lại của năm 2022", date(2022, 12, 31))
        assert draft.suggested_lead
        assert not draft.one_per_unit
    assert result.facts.chair == "Đ/c Vũ Văn Đệ, Phó Chủ tịch UBND thành phố"
    assert result.facts.held_on == date(2022, 10, 27)
