"""Word's old files, OpenDocument and RTF become .docx by LibreOffice, and are then read like any .docx."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ...errors import Refused
from ...files.wording import gettext as _
from ...files.zips import broken
from .programmes import Limits, office_programme, one_at_a_time, run_programme

CONVERTED = (".doc", ".odt", ".rtf")
SECONDS = 30.0
# LibreOffice reserves far more addresses than it uses.
_LIMITS = Limits(SECONDS, 3 * 1024 * 1024 * 1024)
_LARGEST_RESULT = 32 * 1024 * 1024
# No macro and no other active content runs, links are never followed, and what would still ask the network meets a
# proxy that does not exist.
_SETTINGS = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "DisablePythonRuntime": "true",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "/org.openoffice.Office.Writer/Content/Update": {"Link": "0"},
    "/org.openoffice.Office.Calc/Content/Update": {"Link": "0"},
    "/org.openoffice.Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}


def convert(data: bytes, ending: str) -> bytes:
    """The document as .docx. Refused where LibreOffice is missing, gives up or takes too long."""
    programme = office_programme()
    if programme is None:
        raise Refused(_not_installed(ending), field="file")
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="tracker-office-") as name:
        folder = Path(name)
        source, result = folder / f"notice{ending}", folder / "out" / "notice.docx"
        source.write_bytes(data)
        _write_settings(folder / "profile" / "user")
        finished = run_programme(_command(programme, folder, source), folder, _LIMITS)
        if not result.is_file() or result.stat().st_size > _LARGEST_RESULT:
            raise Refused(broken() if finished else _gave_up(ending), field="file")
        return result.read_bytes()


def _command(programme: str, folder: Path, source: Path) -> list[str]:
    quiet = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    target = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")]
    return [programme, *quiet, profile, *target, str(source)]


def _write_settings(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )


def _not_installed(ending: str) -> str:
    return _(
        "%(ending)s files cannot be read on this machine. Open the file in Word and save it as .docx, "
        "or paste the text.",
        ending=ending,
    )


def _gave_up(ending: str) -> str:
    return _(
        "This %(ending)s file could not be converted in %(seconds)s seconds. Open it in Word and save it as .docx, "
        "or paste the text.",
        ending=ending,
        seconds=round(SECONDS),
    )
