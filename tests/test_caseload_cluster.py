"""The distributed engine: a real scheduler with two worker processes, one of which is killed in mid-run; the same tables."""

import os
import signal
import threading
import time

import pyarrow as pa
import pytest
from caserows import SETTINGS, folder_of
from test_caseload import files

from analyzer.caseload import caseload
from analyzer.problems import UsageError

pytestmark = [pytest.mark.slow, pytest.mark.loopback]


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as made:
        yield made


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    return folder_of(tmp_path_factory.mktemp("cluster") / "cases", 12)


@pytest.fixture(scope="module")
def alone(cases, tmp_path_factory):
    return caseload(cases, tmp_path_factory.mktemp("alone") / "out", SETTINGS, part_cases=2, events=True)


def test_two_workers_write_the_same_bytes(cluster, cases, alone, tmp_path):
    """Row by row and byte by byte those of the single process, hidden numbers included."""
    spread = caseload(cases, tmp_path / "out", SETTINGS, part_cases=2, events=True, scheduler=cluster.scheduler_address)
    assert files(spread.folder) == files(alone.folder)
    import pyarrow.parquet as pq

    numbers: pa.Table = pq.read_table(spread.folder / "data" / "numbers")
    assert "unknown" in numbers["number"].to_pylist()


def test_a_worker_killed_in_mid_run(cluster, cases, alone, tmp_path):
    """SIGKILL for one of the two worker processes once the first part is there."""
    killed = []

    def kill():
        parts = tmp_path / "out.unfinished" / "parts"
        for _ in range(3000):
            if list(parts.glob("*.json")):
                worker = next(iter(cluster.workers.values()))
                killed.append(worker.process.pid if hasattr(worker, "process") else worker.pid)
                os.kill(killed[0], signal.SIGKILL)
                return
            time.sleep(0.01)

    thread = threading.Thread(target=kill)
    thread.start()
    spread = caseload(cases, tmp_path / "out", SETTINGS, part_cases=2, events=True, scheduler=cluster.scheduler_address)
    thread.join()
    assert killed
    assert files(spread.folder) == files(alone.folder)


def test_no_scheduler_is_one_sentence(cases, tmp_path):
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with pytest.raises(UsageError, match="there is no scheduler at tcp"):
        caseload(cases, tmp_path / "out", SETTINGS, scheduler="tcp://127.0.0.1:9")
