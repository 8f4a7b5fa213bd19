"""Several processes over one library: readers never wait, one writer at a time, and a kill loses nothing."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.errors import LibraryBusy
from tests.toy import HashedEncoder, report

ROOT = Path(__file__).parents[2]
# Holds the lock in the middle of an ingest, with a part of it stored, until its input ends.
WRITER = """
import sys
from index import IndexSettings, Library
from tests.toy import HashedEncoder
with Library.open(IndexSettings(library=sys.argv[1]), encoder=HashedEncoder()) as library:
    library.add(sys.argv[2])
    store, add = library._vectors, library._vectors.add
    def waiting(chunks, vectors):
        add(chunks, vectors)
        print("writing", flush=True)
        sys.stdin.readline()
    library._vectors.add = waiting
    library.add(sys.argv[3])
    print("done", flush=True)
"""


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / f"{number}.txt" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_text(report(number), encoding="utf-8")
    return paths


@pytest.fixture
def writer(tmp_path, files):
    command = [sys.executable, "-c", WRITER, str(tmp_path / "l"), str(files[0]), str(files[1])]
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    yield process
    process.stdin.close()
    process.wait(120)
    process.stdout.close()


def test_readers_do_not_wait_for_a_writer_and_see_what_it_stored(tmp_path, files, writer):
    settings = IndexSettings(library=tmp_path / "l")
    with Library.open(settings, encoder=HashedEncoder()) as early:
        assert writer.stdout.readline() == "writing\n"
        begin = time.monotonic()
        with Library.open(settings, encoder=HashedEncoder()) as reader:
            for library in (early, reader):
                assert [one.source for one in library.list()] == ["0.txt"]
                assert library.search("遂昌县茶叶投入资金")[0].ranks.keys() == {"dense", "lexical"}
            # far less than the minute that a second writer waits for the lock
            assert time.monotonic() - begin < 30
            reader._lock.timeout = 0
            with pytest.raises(LibraryBusy):
                reader.add(files[2])
            writer.stdin.write("\n")
            writer.stdin.flush()
            assert writer.stdout.readline() == "done\n"
            # Opened before it was written, the nearest vectors know it too.
            query = report(1).split("\n")[2]
            for library in (early, reader):
                best = library.search(query, legs=("dense",))[0]
                assert library.get(best.chunk.doc_id).source == "1.txt"
            # One that writes after another has: neither loses what the other stored.
            reader.add(files[2])
            assert reader.check().problems == ()
        assert {one.source for one in early.list()} == {"0.txt", "1.txt", "2.txt"}
        assert early.check().problems == ()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the script forks")
def test_a_kill_at_any_moment_loses_nothing(tmp_path):
    """A small version: `python tests/kill.py --moments 60` is the whole."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.kill", "--moments", "3", "--documents", "24", "--folder", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert "3 kills" in run.stdout
