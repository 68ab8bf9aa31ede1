"""`extract`: directives of files as JSON lines, without a database. Only click: it runs with an empty environment."""

from __future__ import annotations

import codecs
import json
import logging
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ..csv_lists import BadList
from ..errors import Refused
from ..workdays import Calendar
from .extraction import DirectiveDraft, Figure, TopicRef, UnitRef, extract, read_topics_csv, read_units_csv
from .extraction.wording import in_vietnamese, translate
from .readers import CONVERTED, WEB_PAGES, decode_text, read_document

_DOCUMENTS = (".docx", ".pdf", *WEB_PAGES, *CONVERTED)
_log = logging.getLogger(__name__)


def make_extract_command(default_units: Path, default_topics: Path) -> click.Command:
    """The command, with the sample office's units and topics where none are given."""

    @click.command("extract")
    @click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
    @click.option(
        "--issued-on", type=click.DateTime(["%Y-%m-%d"]), help="Day of issue, where the text does not say it."
    )
    @click.option("--units", type=click.Path(path_type=Path), default=default_units, help="Units as CSV.")
    @click.option("--topics", type=click.Path(path_type=Path), default=default_topics, help="Topics as CSV.")
    @click.option("--json", "as_json", is_flag=True, help="One JSON object per FILE (the only form there is).")
    def command(files: tuple[Path, ...], issued_on: datetime | None, units: Path, topics: Path, as_json: bool) -> None:
        """Draft the directives of each FILE: one JSON line per FILE on standard output.

        Read are .txt, .docx, .pdf and .html; .doc, .odt and .rtf with LibreOffice, scans with Tesseract.
        """
        try:
            reference = (read_units_csv(units), read_topics_csv(topics))
        except BadList as bad:
            raise click.ClickException("\n".join(fault.said(translate) for fault in bad.faults)) from bad
        failed = False
        for path in files:
            line = _line(path, reference, issued_on)
            failed = failed or "error" in line
            click.echo(json.dumps(line, ensure_ascii=False).encode("utf-8"))
        sys.exit(1 if failed else 0)

    return command


def _line(
    path: Path, reference: tuple[Sequence[UnitRef], Sequence[TopicRef]], issued_on: datetime | None
) -> dict[str, Any]:
    try:
        data = path.read_bytes()
        is_document = path.suffix.lower() in _DOCUMENTS
        source = read_document(data, path.name) if is_document else decode_text(data)
        converted = is_document or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    except OSError as error:
        _log.error("%s: %s", path, error)
        return {"id": path.stem, "error": f"Không đọc được tệp {path.name}. Hãy kiểm tra đường dẫn và quyền đọc."}
    except Refused as refusal:
        _log.error("%s: %s", path, refusal)
        return {"id": path.stem, "error": refusal.sentence}
    units, topics = reference
    day = issued_on.date() if issued_on else None
    result = extract(source, units=units, topics=topics, calendar=Calendar(), issued_on=day)
    line: dict[str, Any] = {
        "id": path.stem,
        "doc_date": result.doc_date.isoformat() if result.doc_date else None,
        "directives": [_row(draft) for draft in result.directives],
        "figures": [_figure(figure) for figure in result.figures],
    }
    if converted:  # the offsets are those of the converted text, so it is printed too
        line["source"] = source
    return line


def _row(draft: DirectiveDraft) -> dict[str, Any]:
    return {
        "start": draft.start,
        "end": draft.end,
        "text": draft.text,
        "title": draft.title,
        "lead": list(draft.lead),
        "coop": list(draft.coop),
        "due": draft.due,
        "date": draft.date.isoformat() if draft.date else None,
        "every": draft.every,
        "topic": draft.topic,
        "lead_units": list(draft.lead_units),
        "coop_units": list(draft.coop_units),
        "suggested_lead": draft.suggested_lead,
        "why": [in_vietnamese(reason) for reason in draft.why],
        "doubts": [in_vietnamese(reason) for reason in draft.doubts],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    """Numbers as text ("31.5"), so that nobody's reader rounds them."""
    return {
        "start": figure.start,
        "end": figure.end,
        "text": figure.text,
        "name": figure.name,
        "value": str(figure.value),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "as_of": figure.as_of.isoformat() if figure.as_of else None,
        "period": figure.period,
        "targets": [
            {
                "percent": str(target.percent),
                "set_by": target.set_by,
                "value": str(target.value) if target.value is not None else None,
                "words": target.words,
            }
            for target in figure.targets
        ],
        "changes": [
            {"percent": str(change.percent), "against": change.against, "words": change.words}
            for change in figure.changes
        ],
    }
