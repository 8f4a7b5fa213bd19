"""Readers of the kinds of file people have. Each module knows one library and gives a `Loaded`, or members of an archive."""
