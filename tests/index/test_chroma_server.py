"""The same library with its vectors on a Chroma server of its own process, named by one setting."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.errors import LibraryError

START_SECONDS = 120


def _free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    command = Path(sys.executable).with_name("chroma")
    found = str(command) if command.exists() else shutil.which("chroma")
    if found is None:
        pytest.skip("no `chroma` command beside this Python: chromadb is installed without its scripts")
    port, log = _free_port(), tmp_path_factory.mktemp("chroma") / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [found, "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(log.parent / "data")],
            stdout=out, stderr=out, env=os.environ | {"ANONYMIZED_TELEMETRY": "False"},
        )  # fmt: skip
    try:
        if not _answers(process, port):
            pytest.skip(f"`chroma run` does not start here: {log.read_text(errors='replace')[-300:]}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()


def _answers(process, port):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.2)
    return False


def test_a_library_on_a_server_does_all_that_an_embedded_one_does(server, tmp_path, encoder, reports):
    settings = IndexSettings(library=tmp_path / "l", chroma_url=server)
    with Library.open(settings, encoder=encoder) as library:
        library.add(reports)
        best = library.search("壹佰科车业一期年产值", limit=3)[0]
        assert best.ranks == {"dense": 1, "lexical": 1}
        path = reports / "suichang.txt"
        path.write_text(path.read_text(encoding="utf-8").replace("16亿元", "18亿元"), encoding="utf-8")
        assert library.add(path)[0].replaced
        library.correct(library.list()[0].id, title="改过的标题")
        assert library.check().problems == ()
        library._vectors.delete([best.chunk.id, library.chunks(library.list()[0].id)[0].id])
        assert [one.kind for one in library.check(repair=True).problems] == ["missing_vectors"]
        assert library.check().problems == ()
        library.remove(library.list()[0].id)
        assert library._vectors.count() == library.counts()[1]
    assert not (tmp_path / "l" / "chroma").exists()  # nothing was stored here
    with Library.open(settings, encoder=encoder) as library:
        assert library.counts()[0] == 1
        assert library.check().problems == ()


def test_libraries_that_share_a_server_do_not_see_each_other(server, tmp_path, encoder, reports):
    settings = [IndexSettings(library=tmp_path / name, chroma_url=server) for name in "ab"]
    with (
        Library.open(settings[0], encoder=encoder) as one,
        Library.open(settings[1], encoder=encoder) as other,
    ):
        one.add(reports)
        other.add(reports / "suichang.txt")
        assert other._vectors.count() == other.counts()[1] < one._vectors.count()
        assert other.check().problems == ()


def test_a_server_that_is_not_there_is_named(tmp_path, encoder):
    address = f"http://127.0.0.1:{_free_port()}"
    with pytest.raises(LibraryError, match=address):
        Library.open(IndexSettings(library=tmp_path / "l", chroma_url=address), encoder=encoder)
    with pytest.raises(LibraryError, match="not an address"):
        Library.open(IndexSettings(library=tmp_path / "m", chroma_url="localhost:8000"), encoder=encoder)
