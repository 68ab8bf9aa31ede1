"""The certificate and the name of the mail server are checked, before anything is said to it."""

from __future__ import annotations

import dataclasses
import ssl
from pathlib import Path

import pytest

from config import Settings, SettingsError
from tests import smtp
from tests.mail.test_delivery import one, put
from tracker.mail.delivery import deliver_due
from tracker.mail.models import MailState

# Self-signed until the year 2126, with their keys: `host.pem` for 127.0.0.1, `other.pem` for mail.example.vn.
DATA = Path(__file__).parent / "data"
HOST, OTHER = DATA / "host.pem", DATA / "other.pem"


@pytest.fixture(params=["starttls", "tls"])
def server(app, request):
    """Start a mail server with that certificate, and send there with that authority."""
    before, started = app.config["SETTINGS"], []

    def start(certificate: Path, authority: Path | None) -> smtp.Sink:
        sink = smtp.Sink()
        sink.certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        sink.certificate.load_cert_chain(certificate)
        sink.offers_starttls = request.param == "starttls"
        sink.start()
        started.append(sink)
        app.config["SETTINGS"] = dataclasses.replace(
            before,
            smtp_host="127.0.0.1",
            smtp_port=sink.port,
            smtp_security=request.param,
            smtp_ca_file=str(authority or ""),
        )
        return sink

    yield start
    for sink in started:
        sink.stop()
    app.config["SETTINGS"] = before


@pytest.mark.parametrize(
    ("certificate", "authority", "why"),
    [(HOST, None, "self-signed"), (OTHER, OTHER, "IP address mismatch"), (HOST, OTHER, "self-signed")],
    ids=["unknown authority", "another host's", "another authority"],
)
def test_a_server_that_cannot_be_trusted_gets_no_mail(cast, client, server, certificate, authority, why):
    sink = server(certificate, authority)
    put(cast.finance_head)
    paused = deliver_due().paused
    assert "the certificate of the mail server is not to be trusted: " in paused
    assert why in paused.replace("self signed", "self-signed")
    assert sink.mails == []
    assert one().state == MailState.QUEUED, "it waits until the setting or the server is mended"
    client.sign_in(cast.admin)
    assert "Chứng thư của máy chủ thư không đáng tin cậy" in client.get("/system").get_data(as_text=True)


def test_a_server_of_the_offices_own_authority_is_trusted(cast, server):
    sink = server(HOST, HOST)
    put(cast.finance_head)
    assert deliver_due().sent == 1
    assert len(sink.mails) == 1


def test_a_file_that_is_no_certificate_is_told_at_the_start(tmp_path):
    (tmp_path / "ca.pem").write_text("not a certificate", encoding="ascii")
    for path in (tmp_path / "ca.pem", tmp_path / "missing.pem"):
        with pytest.raises(SettingsError, match="SMTP_CA_FILE"):
            Settings.from_env({"DATA_DIR": str(tmp_path), "SMTP_CA_FILE": str(path)})
