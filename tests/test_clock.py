from datetime import UTC, date, datetime

import pytest

from tracker import clock


def test_a_story_is_told_at_its_own_time_and_the_clock_goes_on_afterwards():
    before = clock.now()
    with clock.at(datetime(2022, 10, 27, 17, 30, tzinfo=UTC)):
        assert clock.now() == datetime(2022, 10, 27, 17, 30, tzinfo=UTC)
        assert clock.today() == date(2022, 10, 28)  # half past midnight in the office
        with clock.at(clock.office_time(date(2022, 11, 1), 9)):
            assert clock.today() == date(2022, 11, 1)
        assert clock.today() == date(2022, 10, 28)
    assert clock.now() >= before


def test_the_clock_goes_on_after_an_error():
    with pytest.raises(ZeroDivisionError), clock.at(datetime(2022, 10, 27, tzinfo=UTC)):
        1 / 0  # noqa: B018
    assert clock.now().year > 2022


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="naive"), clock.at(datetime(2022, 10, 27)):  # noqa: DTZ001
        pass
