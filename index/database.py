"""Connections to a library's SQLite file: one for each thread, and one way to write."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import LibraryError
from index.schema import migrate


class Database:
    """A SQLite file in write-ahead mode: readers never wait for the writer.

    Raises LibraryTooNew for a file of a newer schema and LibraryError for one that is no such file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        try:
            migrate(self.reading(), path)
        except sqlite3.DatabaseError as error:
            self.close()
            raise LibraryError(
                f"{path}: not a library file ({error}); name another folder or restore it",
                f"{path}：不是资料库文件；请换一个文件夹或恢复备份",
            ) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close every connection."""
        with self._guard:
            for connection in self._open:
                connection.close()
            self._open.clear()
            self._local = threading.local()

    def release(self) -> None:
        """Close the connection of this thread, which is about to end."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        with self._guard:
            if connection in self._open:
                self._open.remove(connection)
                connection.close()
            self._local.connection = None

    def reading(self) -> sqlite3.Connection:
        """The connection of this thread."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self._path, timeout=30, check_same_thread=False, isolation_level=None
            )
            with self._guard:
                self._open.append(connection)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            self._local.connection = connection
        return connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing."""
        db = self.reading()
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")
