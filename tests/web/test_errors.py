"""What a page of an error owes the browser."""

import io

import pytest


@pytest.mark.parametrize(("sent", "left"), [(30, 0), (120, 20)])
def test_a_file_far_too_large_is_taken_to_its_end_so_that_the_answer_is_read(app, cast, client, sent, left):
    client.sign_in(cast.clerk)
    body = io.BytesIO(bytes(sent << 20))
    answer = client.post(
        "/notices/new", input_stream=body, content_length=sent << 20, content_type="multipart/form-data; boundary=x"
    )
    assert (answer.status_code, "25 MB" in answer.text) == (413, True)
    assert len(body.read()) == left << 20
