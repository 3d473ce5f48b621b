"""A host of pictures in a process of its own: every request is answered with the same FILE.

Prints its port, serves until its standard input ends.
"""

from __future__ import annotations

import socket
import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen


class Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            piece = self.request.recv(65_536)
            # Whoever greets with TLS first is to come again without.
            if not piece or piece[:1] == b"\x16":
                return
            request += piece
        path = Path(sys.argv[1])
        size = path.stat().st_size
        head = (
            "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
            f"Content-Length: {size}\r\nConnection: close\r\n\r\n"
        )
        self.request.sendall(head.encode())
        with path.open("rb") as file:
            self.request.sendfile(file)
        self.request.shutdown(socket.SHUT_WR)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextmanager
def serving(path: Path) -> Iterator[str]:
    """Start the host; the address of the picture."""
    command = [sys.executable, __file__, str(path)]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/{path.name}"
        finally:
            process.stdin.close()
            process.wait(10)


def main() -> None:
    with Server(("127.0.0.1", 0), Handler) as server:
        sys.stdout.write(f"{server.server_address[1]}\n")
        sys.stdout.flush()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
