"""Which senders the mail server vouches for: whoever passes for another domain proves nothing about ours."""

from __future__ import annotations

import dataclasses

import pytest

from tests.inbound.makers import answers, take_in, write
from tests.tasks.test_life import issue
from tracker.inbound.models import Outcome, Reason

pytestmark = pytest.mark.usefixtures("inbound")


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("mx.example.vn; spf=pass; dkim=pass; dmarc=pass", Outcome.TAKEN),
        ("mx.example.vn; dmarc=fail (p=reject) header.from=example.vn", Outcome.REFUSED),
        ("mx.example.vn; spf=fail smtp.mailfrom=x.vn", Outcome.REFUSED),
        ("mx.example.vn; dkim=fail; spf=pass", Outcome.REFUSED),
        ("mx.example.vn (a dmarc=fail); dmarc=pass; spf=fail", Outcome.TAKEN),
        ("mx.example.vn 1; dmarc=none; spf=pass smtp.mailfrom=tckh@example.vn", Outcome.TAKEN),
        ("mx.example.vn; spf=pass (ok) smtp.mailfrom=example.vn", Outcome.TAKEN),
        ("mx.example.vn; spf=pass smtp.mailfrom=bounce@mail.example.vn", Outcome.TAKEN),
        ('mx.example.vn; spf=pass smtp.mailfrom="tckh@example.vn"', Outcome.TAKEN),
        ("mx.example.vn; dkim=fail header.d=example.vn; dkim=pass header.d=Example.VN", Outcome.TAKEN),
        ("mx.example.vn; dkim=pass header.i=@example.vn header.s=k1", Outcome.TAKEN),
        # Another domain's own SPF and DKIM pass: they say nothing about ours.
        ("mx.example.vn; spf=pass smtp.mailfrom=evil.vn; dkim=pass header.d=evil.vn", Outcome.REFUSED),
        ("mx.example.vn; spf=pass smtp.mailfrom=a@example.vn.evil.vn", Outcome.REFUSED),
        ("mx.example.vn; spf=pass smtp.mailfrom=a@badexample.vn", Outcome.REFUSED),
        ("mx.example.vn; spf=pass smtp.mailfrom=a@vn; dkim=pass header.d=vn", Outcome.REFUSED),
        ("mx.example.vn; spf=pass smtp.helo=example.vn", Outcome.REFUSED),
        ("mx.example.vn; spf=pass; dkim=pass", Outcome.REFUSED),
        ("mx.example.vn; spf=softfail smtp.mailfrom=example.vn", Outcome.REFUSED),
        ("mx.example.vn; none", Outcome.REFUSED),
        ("mx.example.vn; dmarc=pass; dmarc=fail", Outcome.REFUSED),
        # What the sender typed stands in the line of our server.
        ('mx.example.vn; spf=fail smtp.mailfrom="x; dmarc=pass"@evil.vn', Outcome.REFUSED),
        ('mx.example.vn; spf=none (of "a) ; dmarc=pass ("@evil.vn)', Outcome.REFUSED),
        ('mx.example.vn; spf=fail (a"); dmarc=fail (b"); dkim=pass header.d=example.vn', Outcome.REFUSED),
        ("mx.example.vn; spf=none (of a) ; dmarc=pass (b", Outcome.REFUSED),
        ("mx.example.vn; spf=none (((dmarc=pass; (dmarc=pass", Outcome.REFUSED),
        # Only our server is asked, and it must have spoken.
        ("evil.example; dmarc=pass", Outcome.REFUSED),
        ("", Outcome.REFUSED),
    ],
)
def test_what_our_server_found_forged_is_refused(cast, line, outcome):
    row = take_in(write(cast.finance_head, issue(cast), "Nội dung lạ", Authentication_Results=line))
    assert row.outcome == outcome
    assert ("Nội dung lạ" in answers()[0].body_text) == (outcome == Outcome.TAKEN)


def test_only_the_topmost_line_of_our_server_counts(cast):
    """A sender writes such a line himself; our server puts its own above it."""
    task = issue(cast)
    raw = write(cast.finance_head, task, Authentication_Results="mx.example.vn; dmarc=pass")
    above = b"Authentication-Results: other.example; dmarc=pass\nAuthentication-Results: mx.example.vn; spf=fail\n"
    assert take_in(above + raw).reason == Reason.NOT_GENUINE
    fine = b"Authentication-Results: mx.example.vn; dmarc=pass\n"
    forged = write(cast.finance_head, task, Authentication_Results="mx.example.vn; dmarc=fail")
    assert take_in(fine + forged).outcome == Outcome.TAKEN


def test_without_a_name_of_our_server_the_sender_is_believed(app, cast, inbound):
    app.config["SETTINGS"] = dataclasses.replace(
        app.config["SETTINGS"], inbound=dataclasses.replace(inbound, authserv_id="")
    )
    raw = write(cast.finance_head, issue(cast), Authentication_Results="mx.example.vn; dmarc=fail")
    assert take_in(raw).outcome == Outcome.TAKEN
