"""One's own choices, and the link with which a mail program stops what is optional."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from itsdangerous import URLSafeSerializer

from tests.people.test_wall import replay
from tests.smtp import sink
from tracker import history, mail
from tracker.access import is_public
from tracker.db import db
from tracker.errors import NotAllowed
from tracker.mail import claims, compose, extras
from tracker.mail.delivery import deliver_due
from tracker.people import actions as people
from tracker.people.actor import SYSTEM
from tracker.people.models import Post, User
from tracker.reminders.preferences import actions
from tracker.reminders.preferences.queries import Choices, find_choices, read_choices
from tracker.reminders.preferences.unsubscribe import headers_of, make_token, read_token
from tracker.reminders.preferences.wording import list_mandatory, list_optional
from tracker.reminders.rules.book import default_book

PAGE = "/account/reminders"
DEFAULT = Choices()


def events(user_id):
    """What happened to that person's choices, the newest first."""
    return [entry for entry in history.list_entries("user", user_id) if entry.event.startswith("reminders_")]


def form_of(client):
    """The hidden value that the page carries."""
    return re.search(r'name="seen" value="([^"]*)"', client.get(PAGE).text)[1]


class TestPage:
    def test_shows_what_holds_and_what_cannot_be_stopped(self, client, cast):
        client.sign_in(cast.finance_head)
        page = client.get(PAGE, budget=8).text
        for words in (
            "Ngay khi lập thư (07:30)", "Không tắt được", "Quá hạn 1 ngày làm việc, sau đó 5 ngày làm việc một lần",
            "Trước hạn 7 ngày làm việc", "Việc quá hạn báo lên trưởng đơn vị và lãnh đạo",
        ):  # fmt: skip
            assert words in page
        assert PAGE in client.get("/account").text

    def test_saves_what_was_chosen_with_its_history(self, client, cast):
        client.sign_in(cast.finance_head)
        typed = {"seen": form_of(client), "hour": "14", "weekly_on": "1", "gathers_events": "y", "is_opted_out": "y"}
        assert client.post(PAGE, data=typed).status_code == 303
        user_id = cast.finance_head.user_id
        assert find_choices(user_id) == Choices(14, 1, True, False, True)
        [entry] = events(user_id)
        assert (entry.by_name, entry.data["after"]["hour"]) == (cast.finance_head.name, 14)
        page = client.get(PAGE).text
        assert '<option selected value="14">' in page
        typed = {"seen": form_of(client), "hour": "", "weekly_on": "", "pauses_when_away": "y"}
        client.post(PAGE, data=typed)
        assert find_choices(user_id) == DEFAULT

    def test_a_second_press_changes_nothing(self, client, cast):
        client.sign_in(cast.finance_head)
        typed = {"seen": form_of(client), "hour": "14", "weekly_on": "", "pauses_when_away": "y"}
        for _press in range(2):
            assert client.post(PAGE, data=typed).status_code == 303
        assert len(events(cast.finance_head.user_id)) == 1

    def test_a_stale_page_does_not_undo_what_a_link_stopped(self, client, cast):
        client.sign_in(cast.finance_head)
        typed = {"seen": form_of(client), "hour": "14", "weekly_on": "", "pauses_when_away": "y"}
        client.post(f"/unsubscribe/{make_token(cast.finance_head.user_id)}")
        answer = client.post(PAGE, data=typed)
        assert answer.status_code == 422
        assert "Trong lúc đó lựa chọn này đã được đổi" in answer.text
        assert '<option selected value="14">' in answer.text
        assert find_choices(cast.finance_head.user_id).is_opted_out
        typed["seen"] = re.search(r'name="seen" value="([^"]*)"', answer.text)[1]
        assert client.post(PAGE, data=typed).status_code == 303  # told, and pressed once more
        assert find_choices(cast.finance_head.user_id) == replace(DEFAULT, hour=14)

    @pytest.mark.parametrize(
        "typed",
        [{"hour": "25"}, {"hour": "3"}, {"hour": "x"}, {"weekly_on": "0"}, {"weekly_on": "7"}, {"hour": "1" * 10**6}],
    )
    def test_what_is_not_offered_is_refused_in_plain_words(self, client, cast, typed):
        client.sign_in(cast.finance_head)
        answer = client.post(PAGE, data={"seen": form_of(client), "hour": "", "weekly_on": "", **typed})
        assert answer.status_code == 422
        assert "Hãy chọn một mục trong danh sách" in answer.text
        assert read_choices() == {}

    def test_nobody_chooses_for_another(self, app, cast):
        with pytest.raises(NotAllowed):
            actions.save_choices(cast.finance_head.user_id, Choices(hour=9), DEFAULT.fingerprint, by=cast.admin)

    def test_the_administrator_sees_it_on_the_persons_page(self, client, cast):
        actions.stop_optional(cast.finance_head.user_id)
        client.sign_in(cast.admin)
        page = client.get(f"/people/{cast.finance_head.user_id}").text
        assert "Nhắc việc: không nhận nội dung không bắt buộc" in page
        assert "ngừng nhắc việc không bắt buộc qua liên kết trong thư" in page
        assert "Nhắc việc: theo thiết lập chung của cơ quan" in client.get(f"/people/{cast.ward_chair.user_id}").text


class TestUnsubscribe:
    def test_looking_changes_nothing_and_tells_nothing_about_the_person(self, client, cast):
        path = f"/unsubscribe/{make_token(cast.finance_head.user_id)}"
        page = client.get(path)
        assert page.status_code == 200
        for secret in (cast.finance_head.name, "tckh", "TC-KH"):
            assert secret not in page.text
        assert PAGE in page.text
        assert find_choices(cast.finance_head.user_id) == DEFAULT

    def test_a_mail_program_posts_without_session_and_form_token(self, app, client, cast):
        user_id = cast.finance_head.user_id
        app.config["WTF_CSRF_ENABLED"] = True
        try:
            for _press in range(2):
                body = {"List-Unsubscribe": "One-Click"}
                answer = replay(app, {}).post(f"/unsubscribe/{make_token(user_id)}", data=body)
                assert answer.status_code == 200
                assert "Đã ngừng nhắc việc không bắt buộc" in answer.text
        finally:
            app.config["WTF_CSRF_ENABLED"] = False
        assert find_choices(user_id).is_opted_out
        [entry] = events(user_id)
        assert (entry.event, entry.by_user_id) == ("reminders_stopped", user_id)

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("token", ["x", "a.b", "WzEsIm9wdGlvbmFsIl0.AAAA", "%00", "a" * 5000, "Ký"])
    def test_a_wrong_link_is_said_plainly_and_does_nothing(self, client, cast, method, token):
        answer = getattr(client, method)(f"/unsubscribe/{token}")
        assert answer.status_code == 404
        assert "Liên kết bị hỏng" in answer.text
        assert read_choices() == {}

    def test_a_token_is_good_for_this_purpose_only(self, app, cast):
        user_id = cast.finance_head.user_id
        assert read_token(make_token(user_id)) == user_id
        for made, salt in (([user_id, "other"], "reminders.unsubscribe"), ([user_id, "optional"], "elsewhere")):
            assert read_token(URLSafeSerializer(app.secret_key, salt=salt).dumps(made)) is None
        for odd in (user_id, "ab", None, {}, ["7", "optional"]):
            assert read_token(URLSafeSerializer(app.secret_key, salt="reminders.unsubscribe").dumps(odd)) is None

    def test_people_who_are_gone_get_the_same_answer(self, client, cast):
        assert "Đã ngừng" in client.post(f"/unsubscribe/{make_token(10**6)}").text
        assert read_choices() == {}

    @pytest.mark.parametrize("is_closed", [True, False])
    def test_done_is_true_for_every_account(self, client, cast, is_closed):
        user_id = cast.finance_head.user_id
        if is_closed:
            db.session.get_one(User, user_id).is_enabled = False
        else:
            people.end_post(db.session.query(Post).filter_by(user_id=user_id).one(), by=cast.admin)
        db.session.commit()
        for _press in range(2):
            assert "Đã ngừng" in client.post(f"/unsubscribe/{make_token(user_id)}").text
        assert find_choices(user_id).is_opted_out
        [entry] = events(user_id)
        assert (entry.event, entry.by_user_id, entry.by_name) == ("reminders_stopped", 0, SYSTEM.name)

    def test_links_outlive_a_change_of_the_key_while_the_old_one_is_listed(self, app, cast, monkeypatch):
        old, first = app.config["SECRET_KEY"], make_token(cast.finance_head.user_id)
        monkeypatch.setitem(app.config, "SECRET_KEY", "new-" * 12)
        assert read_token(first) is None
        second = make_token(cast.finance_head.user_id)
        monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])
        assert read_token(first) == read_token(second) == cast.finance_head.user_id
        assert make_token(cast.finance_head.user_id) == second  # the new key signs

    def test_its_address_is_told_to_no_other_page(self, app, client, cast, monkeypatch):
        """The word for languages is a form: over HTTPS it needs the site's name, and gets no more than that."""
        page = client.get(f"/unsubscribe/{make_token(cast.finance_head.user_id)}", base_url="https://localhost")
        assert page.headers["Referrer-Policy"] == "strict-origin"
        monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
        typed = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1], "language": "en"}
        for referrer, status in (("https://localhost/", 303), ("", 400)):
            headers = {"Referer": referrer} if referrer else {}
            answer = client.post("/language", data=typed, headers=headers, base_url="https://localhost")
            assert answer.status_code == status, referrer

    def test_it_is_public_on_purpose(self, app):
        assert is_public(app.view_functions["preferences.unsubscribe"])


class TestHeaders:
    def put(self, actor, kind):
        return mail.put(
            mail.Message(
                f"{kind}:1", kind, actor.user_id, "Bế Ngọc Ánh", "a@example.vn", "Việc", "Nội dung", "<p>x</p>"
            )
        )

    def test_only_mails_with_something_optional_carry_them(self, app, cast, monkeypatch):
        settings = replace(app.config["SETTINGS"], public_base_url="https://chidao.example.vn")
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        self.put(cast.ward_chair, "part_added")
        self.put(cast.ward_chair, "task_assigned")
        for letter in claims.claim(10):
            raw = compose.build(letter, "a@example.vn", extras.extra_headers(letter)).decode("ascii")
            link = re.search(
                r"^List-Unsubscribe: <https://chidao\.example\.vn/unsubscribe/([^>]+)>\r$", raw, re.MULTILINE
            )
            assert bool(link) == letter.is_optional == (letter.kind == "part_added")
            assert ("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw) == letter.is_optional
            assert not link or read_token(link[1]) == cast.ward_chair.user_id

    def test_one_press_is_offered_over_https_only(self, app, cast):
        self.put(cast.ward_chair, "part_added")
        [letter] = claims.claim(1)
        assert list(headers_of(letter)) == ["List-Unsubscribe"]

    def test_who_has_stopped_them_is_sent_none(self, app, cast, monkeypatch):
        self.put(cast.ward_chair, "part_added")
        actions.stop_optional(cast.ward_chair.user_id)
        db.session.commit()
        with sink() as server:
            settings = replace(
                app.config["SETTINGS"], smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none"
            )
            monkeypatch.setitem(app.config, "SETTINGS", settings)
            report = deliver_due()
        assert (report.sent, report.skipped) == (0, 1)


def test_the_lists_follow_the_book(app):
    book = default_book()
    general = replace(
        book.general, head_after=0, leader_after=0, rules=tuple(r for r in book.general.rules if r.days != 3)
    )
    assert "Việc quá hạn báo lên trưởng đơn vị và lãnh đạo" in list_mandatory(book)
    assert "Việc quá hạn báo lên trưởng đơn vị và lãnh đạo" not in list_mandatory(replace(book, general=general))
    assert "Trước hạn 3 ngày làm việc" not in list_mandatory(replace(book, general=general))
    assert "Trước hạn 7 ngày làm việc" in list_optional(book)
