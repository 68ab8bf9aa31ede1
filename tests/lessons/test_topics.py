import re
from datetime import date

import pytest

from tracker.db import db
from tracker.directives.models import Topic
from tracker.history import list_entries
from tracker.tasks.actions import Assignment, issue_task

FORM = {
    "name": "Vệ sinh môi trường",
    "code": "moi-truong",
    "words": "rác thải\r\nthu gom rác\r\n",
    "sort_order": "3",
    "is_enabled": "y",
}


def find(code):
    return db.session.query(Topic).filter_by(code=code).one_or_none()


def test_the_administrator_keeps_topics_and_the_office_may_look(cast, client):
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        looks = 200 if name in ("admin", "clerk") else 403
        assert client.get("/topics").status_code == looks, name
        assert client.get(f"/topics/{cast.budget.id}").status_code == looks, name
        if name != "admin":
            assert client.get("/topics/new").status_code == 403, name
            assert client.post("/topics/new", data=FORM).status_code == 403, name
            assert client.post(f"/topics/{cast.budget.id}", data=FORM).status_code == 403, name


def test_the_list_shows_order_words_and_tasks(cast, client):
    for number in range(3):
        issue_task(
            Assignment(f"Thu {number}", cast.tax.id, cast.chairman.user_id, topic_id=cast.budget.id), by=cast.clerk
        )
    cast.digital.sort_order, cast.digital.is_enabled = 0, False
    db.session.commit()
    client.sign_in(cast.admin)
    page = client.get("/topics", budget=6).text
    assert page.index("Chính quyền số") < page.index("Thu ngân sách")
    assert re.search(rf'Thu ngân sách</a>.*?<a href="/tasks\?topic={cast.budget.id}">3 đang mở</a>', page, re.DOTALL)
    assert "Không dùng" in page


def test_a_new_topic_is_added_and_read_by(cast, client):
    client.sign_in(cast.admin)
    assert client.get("/topics/new", budget=6).status_code == 200
    assert client.post("/topics/new", data=FORM | {"lead_codes": ["TCKH", "VHTT"]}).status_code == 303
    topic = find("moi-truong")
    assert (topic.word_text, topic.lead_codes, topic.sort_order) == ("rác thải|thu gom rác", "TCKH|VHTT", 3)
    page = client.get("/topics?sentence=Tổ+chức+thu+gom+rác+thải,+tăng+thu+ngân+sách").text
    assert "<b>Vệ sinh môi trường</b>" in page
    assert "theo từ “thu gom rác”" in page
    assert "yếu hơn: Thu ngân sách" in page
    assert "Không lĩnh vực nào" in client.get("/topics?sentence=Chúc+mừng").text


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": ""}, "name", "Hãy ghi tên"),
        ({"name": "thu ngan sach"}, "name", "Đã có lĩnh vực khác"),
        ({"code": "thu-ngan-sach"}, "code", "lĩnh vực Thu ngân sách"),
        ({"code": "Môi trường"}, "code", "chữ thường không dấu"),
        ({"words": "rác thải\nChính  quyền, SỐ"}, "words", "đã là từ của lĩnh vực Chính quyền số"),
        ({"words": "rác\nab"}, "words", "quá ngắn"),
        ({"sort_order": "xa"}, "sort_order", ""),
        ({"lead_codes": ["TCKH"], "coop_codes": ["TCKH"]}, "coop_codes", "đã được chọn là đơn vị chủ trì"),
    ],
)
def test_bad_input_is_said_beside_its_field(cast, client, changes, field, said):
    client.sign_in(cast.admin)
    answer = client.post("/topics/new", data=FORM | changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'id="{field}-error"' in answer.text or field == "coop_codes"
    assert find("moi-truong") is None


def test_a_unit_that_has_closed_must_be_replaced(cast, client):
    cast.tax.valid_to = date(2026, 6, 30)
    db.session.commit()
    client.sign_in(cast.admin)
    page = client.get(f"/topics/{cast.budget.id}").text
    assert "Chi cục Thuế (đã giải thể)" in page
    data = {"name": "Thu ngân sách", "code": "thu-ngan-sach", "words": "thu ngân sách", "sort_order": "1"}
    answer = client.post(f"/topics/{cast.budget.id}", data=data | {"is_enabled": "y", "lead_codes": ["THUE"]})
    assert (answer.status_code, "không còn hoạt động" in answer.text) == (422, True)


def test_the_second_of_two_who_edit_is_told_and_history_keeps_both_states(cast, client):
    client.sign_in(cast.admin)
    path = f"/topics/{cast.budget.id}"
    shown = re.search(r'name="shown" type="hidden" value="(\w+)"', client.get(path, budget=7).text)
    assert shown
    data = {"shown": shown[1], "name": "Thu, chi", "code": "thu-ngan-sach", "words": "thu ngân sách", "sort_order": "1"}
    assert client.post(path, data=data).status_code == 303
    late = client.post(path, data=data | {"name": "Thu muộn"})
    assert (late.status_code, "Thu muộn" in late.text, "vừa lưu" in late.text) == (422, True, True)
    [entry] = list_entries("topic", cast.budget.id)
    assert (entry.by_name, entry.data["before"]["name"], entry.data["after"]["name"]) == (
        "Trần Quản Trị",
        "Thu ngân sách",
        "Thu, chi",
    )
    assert not find("thu-ngan-sach").is_enabled
    assert "đã sửa lĩnh vực" in client.get(path).text


def test_the_order_of_the_units_of_a_topic_stays(cast, client):
    cast.budget.lead_codes = "THUE|TCKH"
    db.session.commit()
    client.sign_in(cast.admin)
    data = {"name": "Thu", "code": "thu-ngan-sach", "words": "", "sort_order": "1"}
    data["lead_codes"] = ["VP", "TCKH", "THUE"]
    assert client.post(f"/topics/{cast.budget.id}", data=data).status_code == 303
    assert find("thu-ngan-sach").lead_codes == "THUE|TCKH|VP"
