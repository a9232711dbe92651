"""The queue of a watched folder, on both databases."""

import threading

import pytest

from pipeline.store import Store, open_store
from pipeline.store.jobs import DOUBTFUL, Arrival, Job, Jobs, Result

IN = "/in"
LEASE = 60.0


def arrival(name: str, arrived: float = 0.0, urgency: int = 5, content: str = "") -> Arrival:
    return Arrival(f"test:{IN}/{name}/{content}", IN, name, f"{IN}/{name}", arrived, urgency)


def names(found: list[Job]) -> list[str]:
    return [job.name for job in found]


@pytest.fixture
def jobs(store: Store) -> Jobs:
    return Jobs(store, "host/1")


def test_a_file_is_queued_once(jobs: Jobs) -> None:
    (first, twice) = jobs.add([arrival("a.xml"), arrival("a.xml")])
    assert (first.state, first.new, twice.new) == ("queued", True, True)
    (again,) = jobs.add([arrival("a.xml", arrived=9.0)])
    assert (again.state, again.new) == ("queued", False)
    assert names(jobs.claim(IN, 10, LEASE)) == ["a.xml"]
    assert jobs.claim(IN, 10, LEASE) == []


def test_a_changed_file_of_the_same_name_is_another_job_with_the_same_stem(jobs: Jobs) -> None:
    jobs.add([arrival("a.xml", content="1")])
    (known,) = jobs.add([arrival("a.xml", content="2")])
    assert known.new
    assert [job.stem for job in jobs.claim(IN, 10, LEASE)] == ["a", "a"]


def test_files_of_one_stem_get_stems_of_their_own_however_they_arrive(jobs: Jobs) -> None:
    jobs.add([arrival("a.xml", 1), arrival("a.docx", 2), arrival("a-docx.txt", 3)])
    jobs.add([arrival("a.json", 4), arrival("a-docx.md", 5)])
    stems = [job.stem for job in jobs.claim(IN, 10, LEASE)]
    assert stems[:2] == ["a", "a-docx"]
    assert stems[3] == "a-json"
    assert len(set(stems)) == 5


def test_urgent_ones_first_then_in_the_order_of_arrival(jobs: Jobs) -> None:
    jobs.add([arrival("old", 1, 8), arrival("flash", 5, 1), arrival("new", 4), arrival("urgent", 2, 3)])
    assert names(jobs.claim(IN, 3, LEASE)) == ["flash", "urgent", "old"]
    assert names(jobs.claim(IN, 3, LEASE)) == ["new"]


def test_a_folder_gets_its_own_jobs_alone(jobs: Jobs) -> None:
    jobs.add([arrival("a")])
    assert jobs.claim("/other", 5, LEASE) == []
    assert jobs.waiting("/other") == 0
    assert jobs.waiting(IN) == 1


def test_how_a_job_ends(jobs: Jobs) -> None:
    jobs.add([arrival("a"), arrival("b")])
    a, b = jobs.claim(IN, 5, LEASE)
    done = Result(a.key, articles=1, segments=12, seconds=0.5, outputs=("a.en.txt",))
    assert jobs.finish([done, Result(b.key, error="empty")]) == {a.key, b.key}
    assert [known.state for known in jobs.add([arrival("a"), arrival("b")])] == ["done", "failed"]
    assert jobs.waiting(IN) == 0


def test_a_job_that_another_has_taken_over_is_not_the_first_ones_to_end(store: Store, jobs: Jobs) -> None:
    jobs.add([arrival("a")])
    (job,) = jobs.claim(IN, 5, LEASE, now=100)
    assert jobs.requeue_lost(IN, now=100 + LEASE + 1) == 1
    other = Jobs(store, "host/2")
    assert names(other.claim(IN, 5, LEASE)) == ["a"]
    assert jobs.finish([Result(job.key)]) == set()
    assert other.finish([Result(job.key)]) == {job.key}


def test_a_lease_that_is_renewed_is_not_over(jobs: Jobs) -> None:
    jobs.add([arrival("a")])
    jobs.claim(IN, 5, LEASE, now=100)
    jobs.renew(LEASE, now=150)
    assert jobs.requeue_lost(IN, now=150 + LEASE - 1) == 0
    assert jobs.requeue_lost(IN, now=150 + LEASE + 1) == 1


def test_what_a_dead_process_held_is_queued_at_once(jobs: Jobs) -> None:
    jobs.add([arrival("a")])
    jobs.claim(IN, 5, LEASE)
    assert jobs.owners(IN) == ["host/1"]
    assert jobs.requeue_lost(IN, ["host/2"]) == 0
    assert jobs.requeue_lost(IN, ["host/1"]) == 1
    assert jobs.owners(IN) == []
    assert [job.attempts for job in jobs.claim(IN, 5, LEASE)] == [2]


def test_a_job_that_was_let_go_was_not_tried_and_one_that_was_put_back_was(jobs: Jobs) -> None:
    jobs.add([arrival("a")])
    (job,) = jobs.claim(IN, 5, LEASE)
    jobs.release([job.key])
    (job,) = jobs.claim(IN, 5, LEASE)
    assert job.attempts == 1
    jobs.put_back(job.key)
    (job,) = jobs.claim(IN, 5, LEASE)
    assert job.attempts == 2


def test_what_was_begun_often_and_never_ended_comes_last_and_alone(jobs: Jobs) -> None:
    jobs.add([arrival("bad", 1, 1), arrival("worse", 2)])
    for _ in range(DOUBTFUL):
        jobs.claim(IN, 5, LEASE)
        jobs.requeue_lost(IN, ["host/1"])
    jobs.add([arrival("good", 3)])
    assert names(jobs.claim(IN, 5, LEASE)) == ["good"]
    assert names(jobs.claim(IN, 5, LEASE)) == ["bad"]
    assert names(jobs.claim(IN, 5, LEASE)) == ["worse"]


def test_a_file_that_is_put_in_again_is_queued_again(jobs: Jobs) -> None:
    jobs.add([arrival("a")])
    (job,) = jobs.claim(IN, 5, LEASE)
    jobs.queue_again(job.key, "/elsewhere", 9)  # it is running: left alone
    jobs.finish([Result(job.key, error="x")])
    jobs.moved({job.key: "/failed/a"})
    assert jobs.add([arrival("a")])[0].path == "/failed/a"
    jobs.queue_again(job.key, f"{IN}/a", 9)
    (again,) = jobs.claim(IN, 5, LEASE)
    assert (again.path, again.arrived, again.attempts) == (f"{IN}/a", 9, 1)


def test_processes_that_claim_at_once_never_get_the_same_job(where: str) -> None:
    with open_store(where) as store:
        Jobs(store).add([arrival(f"{i}", i) for i in range(200)])
        taken: list[str] = []

        def work(owner: str) -> None:
            mine = Jobs(store, owner)
            while found := mine.claim(IN, 7, LEASE):
                taken.extend(job.name for job in found)
                mine.finish([Result(job.key) for job in found])

        threads = [threading.Thread(target=work, args=(f"host/{i}",)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(taken, key=int) == [str(i) for i in range(200)]
