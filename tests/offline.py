"""Runs the whole way with real models while every connection beyond loopback is refused. Started by test_offline.

python tests/offline.py LIBRARY REPORT QUESTION…
"""

import json
import sys
import time

LOOPBACK = ("127.", "::1", "localhost")


def refuse(event: str, args: tuple[object, ...]) -> None:
    """An audit hook: looking up or connecting to anything but this machine ends the program."""
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event == "socket.connect" and isinstance(args[1], tuple):
        host = args[1][0]
    else:
        return
    if host is not None and not str(host).startswith(LOOPBACK):
        raise SystemExit(f"the network was used: {event} {host}")


def main(library: str, report: str, questions: list[str]) -> None:
    """Add the report, ask the questions, print the answers as JSON with the checked citations and the seconds."""
    from index import Library
    from qa import Assistant, Settings

    settings = Settings.checked({"library": library})
    with Library.open(settings) as opened:
        opened.add(report)
        chunks = [chunk.text for one in opened.list() for chunk in opened.chunks(one.id)]
        assistant = Assistant(opened, settings)
        assistant.ask("遂昌县")  # models load
        out = []
        for question in questions:
            start = time.perf_counter()
            answer = assistant.ask(question)
            exact = all(opened.get(c.doc_id).text[c.start : c.end] == c.quote for c in answer.citations)
            out.append(answer.to_dict() | {"exact": exact, "seconds": time.perf_counter() - start})
        print(json.dumps({"answers": out, "chunks": chunks}, ensure_ascii=False))


if __name__ == "__main__":
    sys.addaudithook(refuse)
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
