"""A job says how far the whole of it is, whatever part of it is being done, and ends when nobody waits."""

import pytest

from engine.progress import Cancelled, Job


class Diary(list[tuple[float, str, dict[str, object]]]):
    def __call__(self, fraction: float, key: str, **fields: object) -> None:
        self.append((fraction, key, fields))


def test_a_part_counts_for_itself_and_is_told_as_part_of_the_whole():
    diary = Diary()
    job = Job(diary).doing("simulating", model="lstm")
    job.part(0, 4).reached(1.0)
    job.part(1, 4).part(1, 2).reached(0.5)
    job.between(0.5, 1.0).between(0.2, 0.4).reached(0.5)
    job.reached(1.0)
    assert [fraction for fraction, _, _ in diary] == pytest.approx([0.25, 0.4375, 0.65, 1.0])
    assert {key for _, key, _ in diary} == {"simulating"}


def test_a_part_may_do_something_else():
    diary = Diary()
    job = Job(diary).doing("simulating", model="lstm")
    job.part(1, 2).doing("measuring_distance", tokens=10).reached(0.0)
    job.reached(1.0)
    assert diary == [(0.5, "measuring_distance", {"tokens": 10}), (1.0, "simulating", {"model": "lstm"})]


def test_every_part_ends_before_it_says_anything_when_nobody_waits():
    diary = Diary()
    wanted = [True]
    part = Job(diary, cancelled=lambda: not wanted[0]).part(1, 2).doing("simulating")
    part.reached(0.0)
    assert not part.cancelled
    wanted.clear()
    wanted.append(False)
    assert part.cancelled
    with pytest.raises(Cancelled):
        part.reached(0.5)
    assert len(diary) == 1


def test_a_job_that_nobody_watches_is_silent_and_never_ends_by_itself():
    Job().part(0, 3).doing("simulating").reached(0.5)
    assert not Job().cancelled
