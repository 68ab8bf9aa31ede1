"""What a page of an error owes the browser."""

import io

import pytest

from tests.tasks.test_life import issue


@pytest.mark.parametrize(("sent", "left"), [(30, 0), (120, 20)])
def test_a_file_far_too_large_is_taken_to_its_end_so_that_the_answer_is_read(app, cast, client, sent, left):
    client.sign_in(cast.clerk)
    body = io.BytesIO(bytes(sent << 20))
    answer = client.post(
        "/notices/new", input_stream=body, content_length=sent << 20, content_type="multipart/form-data; boundary=x"
    )
    assert (answer.status_code, "25 MB" in answer.text) == (413, True)
    assert len(body.read()) == left << 20


@pytest.mark.parametrize(
    ("path", "way_on"),
    [
        ("/tasks/{task}/updates", "/tasks/{task}"),
        ("/tasks/{task}/star/removal", "/tasks/{task}"),
        ("/evidence/7/removal", "/"),  # above it is a file, no page
        ("/sign-out", "/"),
    ],
)
def test_an_address_that_is_only_posted_to_leads_to_the_page_above_it(cast, client, path, way_on):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    answer = client.get(path.format(task=task.id))
    assert answer.status_code == 405
    assert f'<p class="mt-4"><a class="btn btn-quiet" href="{way_on.format(task=task.id)}">' in answer.text
    assert "mở địa chỉ này không có tác dụng gì" in answer.text
