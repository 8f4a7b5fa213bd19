"""Kills an ingest with SIGKILL at random moments, and looks each time at what is left. Run from the checkout:

python -m tests.kill --moments 60 [--documents 60] [--seed 0]

The toy encoder stands for a model, and batches are small, so that most moments fall between two steps of storing.
Between two kills some of the reports are written anew, so updates and removals are interrupted too. After each kill:
everything that was told is there, nothing is there twice, and `check` finds nothing. In the end all is in.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import index.library
import index.upkeep
from index import IndexSettings, Library
from index.records import Added
from tests.toy import HashedEncoder, report

BATCH = 8


def main() -> int:
    """Run it and give the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    index.library.BATCH_CHUNKS = index.upkeep.BATCH_CHUNKS = BATCH
    # chromadb is imported before the first fork, and opened in none but the children: forks are cheap and clean.
    import chromadb  # noqa: F401

    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        return _Run(Path(folder), arguments.documents, random.Random(arguments.seed)).kills(arguments.moments)


class _Run:
    def __init__(self, folder: Path, documents: int, chance: random.Random) -> None:
        self.folder, self.chance = folder, chance
        self.reports = folder / "reports"
        self.versions = [0] * documents
        self.settings = IndexSettings(library=folder / "library")
        self.log = folder / "told"
        self.finished: set[str] = set()
        self.reports.mkdir()
        for number in range(documents):
            self._write(number)

    def kills(self, moments: int) -> int:
        """Kill `moments` ingests; 0 where all held."""
        seconds = self._timed()
        struck = 0
        while struck < moments:
            struck += self._ingest(self.chance.random() * seconds)
            self.finished |= self._told()
            if problems := self._in_child(self._inspect):
                print(f"after kill {struck}: the library does not hold together ({problems} problems)")
                return 1
            for number in self.chance.sample(range(len(self.versions)), max(1, len(self.versions) // 4)):
                self.versions[number] += 1
                self._write(number)
        self._ingest(None)
        if self._in_child(self._inspect_whole):
            print("in the end not all is in")
            return 1
        print(f"{struck} kills within {seconds:.1f} s of an ingest of {len(self.versions)} reports: all held")
        return 0

    def _timed(self) -> float:
        """Seconds that a whole ingest takes, in a library of its own."""
        begin = time.monotonic()
        other = IndexSettings(library=self.folder / "timed")
        _wait(_fork(lambda: _add(other, self.reports, None)))
        return time.monotonic() - begin

    def _ingest(self, delay: float | None) -> int:
        """Add all reports in a child; with a delay, kill it then. 1 where the kill struck it at work."""
        self.log.unlink(missing_ok=True)
        child = _fork(lambda: _add(self.settings, self.reports, self.log))
        if delay is not None:
            time.sleep(delay)
            os.kill(child, signal.SIGKILL)
        status = _wait(child)
        if delay is None and status:
            raise SystemExit(f"an ingest that nobody killed failed with {status}")
        return int(status == -signal.SIGKILL)

    def _in_child(self, look: Callable[[], int]) -> int:
        return _wait(_fork(look))

    def _inspect(self) -> int:
        """The number of things that do not hold."""
        with Library.open(self.settings, encoder=HashedEncoder()) as library:
            listed = library.list()
            there = Counter(source for one in listed for source in one.sources)
            texts = {one.source: library.get(one.id).text for one in listed}
            wrong = [f"{name} is there {count} times" for name, count in there.items() if count > 1]
            wrong += [f"{name} was finished once, and is lost" for name in self.finished - texts.keys()]
            for name in self._told():
                expected = (self.reports / name).read_text(encoding="utf-8").strip()
                if _plain(texts.get(name, "")) != _plain(expected):
                    wrong.append(f"{name} was told, and its text is not there")
            wrong += [f"{one.kind}: {one.count} {one.ids}" for one in library.check().problems]
        for line in wrong:
            print(line)
        return min(len(wrong), 100)

    def _told(self) -> set[str]:
        """The names of the reports that this ingest said were stored."""
        # A last line without its end was cut off by the kill.
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        return set(text.split("\n")[:-1])

    def _inspect_whole(self) -> int:
        self.log.write_text("".join(f"{path.name}\n" for path in self.reports.iterdir()), encoding="utf-8")
        with Library.open(self.settings, encoder=HashedEncoder()) as library:
            if library.counts()[0] != len(self.versions):
                print(f"{library.counts()[0]} reports of {len(self.versions)}")
                return 1
        return self._inspect()

    def _write(self, number: int) -> None:
        path = self.reports / f"{number:04}.txt"
        path.write_text(report(number, self.versions[number]), encoding="utf-8")


def _add(settings: IndexSettings, reports: Path, log: Path | None) -> int:
    with Library.open(settings, encoder=HashedEncoder()) as library:

        def tell(one: Added) -> None:
            if log is not None:
                with log.open("a", encoding="utf-8") as file:
                    file.write(Path(one.source).name + "\n")

        library.ingest([reports], tell)
    return 0


def _plain(text: str) -> str:
    return "".join(text.split())


def _fork(work: Callable[[], int]) -> int:
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        code = work()
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 101
    sys.stdout.flush()
    os._exit(code)


def _wait(child: int) -> int:
    """Its exit code; minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    sys.exit(main())
