"""From bytes to what was typed: the programmes of the office, and bytes that no programme would send."""

from __future__ import annotations

import base64
import quopri
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inbound.replies import HTML, PLAIN
from tracker.inbound.reading import find_percent, read_head, read_mail
from tracker.inbound.reading.html import read_html
from tracker.inbound.reading.quoting import take_new_text

HEAD = b"From: =?UTF-8?B?SMOg?= <tckh@example.vn>\r\nTo: chidao@example.vn\r\nMessage-ID: <a@b>\r\n"


def mail(body: bytes, *lines: str) -> bytes:
    """A mail with these header lines more."""
    return HEAD + b"".join(line.encode() + b"\r\n" for line in lines) + b"\r\n" + body


def multipart(*parts: bytes, kind: str = "mixed", boundary: str = "b1") -> bytes:
    """The parts, each with its own head."""
    mark = b"\r\n--" + boundary.encode()
    body = b"".join(mark + b"\r\n" + part for part in parts) + mark + b"--\r\n"
    return b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (kind.encode(), boundary.encode()) + body


def part(body: bytes, *lines: str) -> bytes:
    """One part of it."""
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize(("name", "body", "typed"), PLAIN, ids=[row[0] for row in PLAIN])
def test_what_was_typed_is_taken_and_what_is_quoted_is_left(name, body, typed):
    assert take_new_text(body) == typed
    encoded = base64.encodebytes(body.replace("\n", "\r\n").encode())
    headers = ("Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: base64")
    assert read_mail(mail(encoded, *headers)).new_text == typed


@pytest.mark.parametrize(("name", "source", "typed"), HTML, ids=[row[0] for row in HTML])
def test_a_mail_in_html_only_is_read_too(name, source, typed):
    encoded = quopri.encodestring(source.encode())
    headers = ("Content-Type: text/html; charset=UTF-8", "Content-Transfer-Encoding: quoted-printable")
    assert read_mail(mail(encoded, *headers)).new_text == typed


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("us-ascii", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("windows-1258", "cp1258"),
        ("iso-8859-1", "cp1258"),
        ("us-ascii", "cp1258"),
        ("tcvn", "cp1258"),
        ("x-unknown", "utf-8"),
        ("rot13", "utf-8"),
        ("utf-16", "utf-16"),
    ],
)
def test_vietnamese_is_read_whatever_encoding_is_declared(declared, encoding):
    text = "Đã thu được 58 tỷ của Trường Mầm non"
    if encoding == "cp1258":  # tones are characters of their own there
        pieces = {"ã": "ã", "ợ": "ơ\u0323", "ỷ": "y\u0309", "ủ": "u\u0309", "ờ": "ơ\u0300", "ầ": "â\u0300"}
        pieces["ã"] = "a\u0303"
        raw = "".join(pieces.get(char, char) for char in text).encode("cp1258")
    else:
        raw = text.encode(encoding)
    encoded = base64.b64encode(raw)
    headers = (f"Content-Type: text/plain; charset={declared}", "Content-Transfer-Encoding: base64")
    assert read_mail(mail(encoded, *headers)).new_text == text


def test_french_in_latin_1_stays_french():
    raw = "Très bien, déjà reçu à l'hôtel".encode("latin-1")
    assert read_mail(mail(raw, "Content-Type: text/plain; charset=iso-8859-1")).new_text.startswith(
        "Très bien, déjà reçu"
    )


def test_lines_that_flow_are_joined():
    body = "Đã thu 58 tỷ, \r\ncòn 3 hộ.\r\n> cũ \r\n> hơn\r\n".encode()
    assert read_mail(mail(body, "Content-Type: text/plain; format=flowed")).new_text == "Đã thu 58 tỷ, còn 3 hộ."


def test_of_two_forms_the_plain_one_is_read_and_files_are_kept_apart():
    both = multipart(
        part("Đã thu".encode(), "Content-Type: text/plain; charset=utf-8"),
        part(b"<p>HTML</p>", "Content-Type: text/html"),
        kind="alternative",
        boundary="inner",
    )
    files = (
        part(b"JVBERi0=", "Content-Type: application/pdf; name=\"=?UTF-8?B?YuG6o25nLnBkZg==?=\"",
             "Content-Transfer-Encoding: base64", "Content-Disposition: attachment"),
        part(b"x", "Content-Type: text/plain", "Content-Disposition: attachment; filename*0*=UTF-8''bi%C3%AAn;",
             " filename*1=\" lạ.txt\""),
        part(b"GIF", "Content-Type: image/gif", "Content-ID: <logo>", "Content-Disposition: inline; filename=logo.gif"),
        part(b"P" * 200_000, "Content-Type: image/png", "Content-ID: <photo>",
             "Content-Disposition: inline; filename=anh.png"),
        part(b"sig", "Content-Type: application/pkcs7-signature; name=smime.p7s"),
    )  # fmt: skip
    letter = read_mail(HEAD + multipart(both, *files))
    assert letter.new_text == "Đã thu"
    assert [file.name for file in letter.attachments] == ["bảng.pdf", "biên lạ.txt", "anh.png"]
    assert letter.attachments[0].content == b"%PDF-"


def test_an_empty_plain_form_gives_way_to_the_other():
    letter = read_mail(
        HEAD
        + multipart(
            part(b" \r\n", "Content-Type: text/plain"),
            part(b"<p>Xong</p>", "Content-Type: text/html"),
            kind="alternative",
        )
    )
    assert letter.new_text == "Xong"


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("From: tckh@example.vn", "tckh@example.vn"),
        ('From: "Hà, Nông (x@y.vn)" <TCKH@example.vn>', "TCKH@example.vn"),
        ('From: "tckh@example.vn" <other@example.vn>', "other@example.vn"),
        ("From: tckh@example.vn <other@example.vn>", "other@example.vn"),
        ("From: tckh@example.vn, other@example.vn", ""),
        ("From: <tckh@example.vn>, <other@example.vn>", ""),
        ("From: tckh@example.vn\r\nFrom: other@example.vn", ""),
        ("Sender: tckh@example.vn", ""),
    ],
)
def test_the_sender_is_the_one_address_of_the_one_line(line, address):
    assert read_mail(line.encode() + b"\r\n\r\nxong").from_address == address


@pytest.mark.parametrize(
    "line",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (rejected)",
        "Precedence: bulk",
        "Precedence: Auto_Reply",
        "X-Autoreply: yes",
        "X-Autorespond: x",
        "List-Id: <a.b>",
        "Return-Path: <>",
        "Return-Path: < >",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
        "Subject: Automatic reply: x",
        "Subject: Out of Office",
        "Subject: =?UTF-8?B?VHLhuqMgbOG7nWkgdOG7sSDEkeG7mW5nOiBo4bq5bg==?=",
        "Subject: Undeliverable: x",
    ],
)
def test_what_a_programme_wrote_is_known(line):
    assert read_mail(mail(b"x", line)).is_automatic
    assert not read_mail(mail(b"x", "Auto-Submitted: no", "Return-Path: <tckh@example.vn>")).is_automatic


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@mx.vn", "no-reply@x.vn"])
def test_what_nobody_reads_is_not_answered(sender):
    assert read_mail(f"From: {sender}\r\n\r\nx".encode()).is_automatic


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("58%", 58),
        ("58 %.\nĐã thu", 58),
        ("Tiến độ 58%", 58),
        ("tiến độ: 100 %\nxong", 100),
        ("Progress 7%", 7),
        ("Tiến độ đạt 60%", 60),
        ("101%", None),
        ("Đã thu 58%", None),
        ("58% kế hoạch", None),
        ("xong\n58%", None),
        ("", None),
    ],
)
def test_a_percentage_alone_in_the_first_line_counts(text, percent):
    assert find_percent(text) == percent


@given(st.binary(max_size=3000))
def test_no_bytes_break_it(data):
    read_mail(data)


PIECES = [
    b"From: a@b\r\n", b"Content-Type: multipart/mixed; boundary=x\r\n", b"\r\n", b"\n\n", b"--x\r\n", b"--x--\r\n",
    b"Content-Type: text/html; charset=utf-16\r\n", b"Content-Transfer-Encoding: base64\r\n", b"=?utf-8?b?4?=", b" x",
    b"<blockquote>", b"</blockquote>", b"<!--", b"<style>", b"&#x110000;", b"> ", b"-- \r\n", b"\x00\xff\xfe",
    "Vào 1 đã viết:\r\n".encode(), b"=\r\n=ZZ",
    b"Content-Disposition: attachment; filename*0*=utf-8''%ff%; filename*9999999=\"\r\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_no_order_of_the_pieces_breaks_it(pieces):
    letter = read_mail(b"".join(pieces))
    assert "\x00" not in letter.typed + letter.new_text + letter.subject


@given(st.text(max_size=400))
def test_any_text_comes_through_or_is_left_out_but_never_fails(text):
    read_html(text)
    assert len(take_new_text(text)) <= 2 * len(text) + 1


def took(build, size):
    """The shortest of three runs, in seconds of the processor."""
    data, best = build(size), float("inf")
    for _round in range(3):
        begun = time.process_time()
        read_mail(data)
        best = min(best, time.process_time() - begun)
    return best


HOSTILE = {
    "semicolons": lambda size: b"From: a@b\r\nContent-Type: text/plain" + b";" * size + b"\r\n\r\nx",
    "folded": lambda size: b"From: a@b\r\nSubject: x\r\n" + b" y\r\n" * (size // 4) + b"\r\nx",
    "headers": lambda size: b"A: b\r\n" * (size // 6) + b"\r\nx",
    "nested": lambda size: b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * (size // 50),
    "boundaries": lambda size: b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * (size // 7),
    "less_than": lambda size: b"Content-Type: text/html\r\n\r\n" + b"<" * size,
    "open_tags": lambda size: b"Content-Type: text/html\r\n\r\n" + b"<blockquote><p " * (size // 15) + b">",
    "open_styles": lambda size: b"Content-Type: text/html\r\n\r\n" + b"<style>" * (size // 7),
    "comments": lambda size: b"Content-Type: text/html\r\n\r\n" + b"<!-- " * (size // 5) + b">",
    "entities": lambda size: b"Content-Type: text/html\r\n\r\n" + b"&" * size,
    "writers": lambda size: b"\r\n\r\n" + b"On 1\n" * (size // 5),
    "one_line": lambda size: b"\r\n\r\n" + b"On 1 wrote " * (size // 11),
    "blank_lines": lambda size: b"\r\n\r\nOn 1 wrote:\n" + b"\n" * size,
    "from_lines": lambda size: b"\r\n\r\n" + "Từ: a\n".encode() * (size // 8),
    "base64": lambda size: b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=" * size,
    "quoted": lambda size: b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=" * size,
    "words": lambda size: b"Subject: " + b"=?utf-8?q?" * (size // 10) + b"\r\n\r\nx",
    "no_tags": lambda size: b"Content-Type: text/html\r\n\r\n" + "<\u3e3e".encode() * (size // 4) + b">",
    "indents": lambda size: (
        b"Content-Type: text/html\r\n\r\n" + b"<blockquote style=border:none><br>" * (size // 34)
    ),
    "no_sign": lambda size: b"".join(b"To: " + b"a" * 16_000 + b"\r\n" for _line in range(size // 16_000)) + b"\r\nx",
    "signs": lambda size: b"".join(b"Cc: " + b"a@" * 8_000 + b"\r\n" for _line in range(size // 16_000)) + b"\r\nx",
    "flowing": lambda size: b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"a \n" * (size // 3),
    "texts": lambda size: (
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + (b"--x\r\nContent-Type: text/html\r\n\r\n" + b"<p>a" * (size // 700) + b"\r\n") * 180
    ),
    "combining": lambda size: b"\r\n\r\na" + "\u0323\u0302".encode() * (size // 4),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_length_only(name):
    small, large = took(HOSTILE[name], 200_000), took(HOSTILE[name], 1_600_000)
    assert large < 24 * max(small, 0.02), (small, large)


def nested(levels: int, content: bytes) -> bytes:
    """A mail whose only text lies that deep."""
    for level in range(levels):
        content = multipart(content, boundary=f"b{level}")
    return HEAD + content


def test_what_lies_deep_is_read_up_to_a_limit():
    text = part(b"Xong", "Content-Type: text/plain")
    assert read_mail(nested(5, text)).new_text == "Xong"
    assert read_mail(nested(6, text)).attachments == ()
    assert read_mail(nested(60, text)).typed.count("Content-Type") == 55, "what is deeper is not divided"


def test_no_level_is_a_copy_of_the_mail():
    data = nested(5, part(b"x" * 4_000_000, "Content-Type: application/pdf; name=a.pdf"))
    tracemalloc.start()
    try:
        assert len(read_mail(data).attachments[0].content) == 4_000_000
        assert tracemalloc.get_traced_memory()[1] < 6_000_000
    finally:
        tracemalloc.stop()


def test_the_text_of_all_parts_together_has_a_limit():
    piece = part(b"<p>" + b"y" * 400_000, "Content-Type: text/html")
    assert len(read_mail(HEAD + multipart(*[piece] * 20)).typed) == 400_000
    many = multipart(*[part(b"<i>" * 300_000, "Content-Type: text/html")] * 20, part(b"Xong"))
    assert "Xong" not in read_mail(HEAD + many).typed, "behind so much markup nothing is looked for"


def test_a_text_that_is_cut_keeps_its_encoding():
    letter = read_mail(mail(b"-" + "ệ".encode() * 2_000_000, "Content-Type: text/plain; charset=us-ascii"))
    assert letter.typed == "-" + "ệ" * 399_999


@pytest.mark.parametrize("number", ["5" * 5000, "x" + "f" * 5000, "5" * 5000 + ";", "X00000041;"])
def test_a_number_of_no_character_is_cut(number):
    letter = read_mail(mail(f"<p>Xong &#{number} &#7879;</p>".encode(), "Content-Type: text/html"))
    assert letter.new_text == "Xong \ufffd ệ"


def test_the_head_is_read_alone():
    data = mail(b"<p>&#" + b"5" * 5000, "Subject: Xong", "Content-Type: text/html")
    head = read_head(data)
    assert (head.subject, head.message_id, head.recipients) == ("Xong", "<a@b>", ("chidao@example.vn",))
    assert (head.typed, head.new_text, head.attachments) == ("", "", ())
    assert head.digest == read_mail(data).digest


def test_a_head_has_a_limit_and_so_have_its_recipients():
    endless = HEAD + b"X: " + b"y" * 300_000 + b"\r\nSubject: late\r\n\r\nXong"
    assert (read_mail(endless).subject, read_mail(endless).typed) == ("", "")
    many = b"".join(b"To: p%d@example.vn, q%d@example.vn\r\n" % (number, number) for number in range(400))
    assert len(read_head(many + b"\r\n").recipients) == 200
    long = "a" * 65 + "@example.vn"
    assert read_head(f"To: {long}, b@example.vn\r\n\r\n".encode()).recipients == ("b@example.vn",)
