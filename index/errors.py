"""The errors of the project, in one tree. Every message names what was given and what to do about it.

XianwenError
├── SettingsError           a setting is unknown or has an impossible value
├── SourceError             one document cannot be taken in; the others of the call still are
│   ├── UnknownFormat       no reader for this kind of file
│   ├── UnreadableSource    empty, binary, encrypted, damaged, mis-encoded, without text
│   ├── SourceTooLarge      over the size limit
│   └── UnreachableSource   a path or an address that cannot be opened
├── LibraryError            the library folder cannot be used
│   ├── LibraryTooNew       written by a newer version of this program
│   ├── LibraryBusy         another process is writing to it
│   ├── VectorsBroken       the vector index is damaged; it can be made again from the record
│   ├── UnknownDocument     no document with this id
│   └── BadCorrection       a correction of a description that cannot be
├── ModelError              a model folder is missing or damaged
└── ChatModelError          the configured chat model cannot be built or reached
"""

__all__ = [
    "BadCorrection",
    "ChatModelError",
    "LibraryBusy",
    "LibraryError",
    "LibraryTooNew",
    "ModelError",
    "SettingsError",
    "SourceError",
    "SourceTooLarge",
    "UnknownDocument",
    "UnknownFormat",
    "UnreachableSource",
    "UnreadableSource",
    "VectorsBroken",
    "XianwenError",
]


class XianwenError(Exception):
    """Root of all errors that a person can do something about: one line for them to read, in English and Chinese."""

    def __init__(self, english: str, chinese: str = "") -> None:
        super().__init__(english)
        self.chinese = chinese or english

    def in_language(self, language: str) -> str:
        """The line in Chinese for "zh", in English for any other language."""
        return self.chinese if language == "zh" else str(self)


class SettingsError(XianwenError):
    """A setting is unknown or has an impossible value."""


class SourceError(XianwenError):
    """One document cannot be taken in."""


class UnknownFormat(SourceError):
    """No reader is known for this kind of file."""


class UnreadableSource(SourceError):
    """The bytes hold no text that can be read: empty, binary, encrypted, damaged or mis-encoded."""


class SourceTooLarge(SourceError):
    """The document is over the size limit of the settings."""


class UnreachableSource(SourceError):
    """The path or address cannot be opened."""


class LibraryError(XianwenError):
    """The library folder cannot be used."""


class LibraryTooNew(LibraryError):
    """The library was written by a newer version of this program."""


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""


class VectorsBroken(LibraryError):
    """The vector index is damaged; it can be made again from the record."""


class UnknownDocument(LibraryError):
    """The library holds no document with this id."""


class BadCorrection(LibraryError):
    """A correction names no such place, date or kind of report."""


class ModelError(XianwenError):
    """A model folder is missing or damaged."""


class ChatModelError(XianwenError):
    """The configured chat model cannot be built or reached."""
