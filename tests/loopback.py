"""A small site on the loopback, for tests of what fetches."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b"<p>The ferry did not come back.</p>"


class Site:
    """A small site: paths and what they answer, and a list of what was asked."""

    def __init__(self):
        self.answers = {"/robots.txt": (404, {}, b""), "/": (200, {}, PAGE)}
        self.asked = []

    def __call__(self, request):
        self.asked.append((request.path, dict(request.headers)))
        answer = self.answers.get(request.path, (404, {}, b""))
        return answer(request) if callable(answer) else answer

    @property
    def paths(self):
        return [path for path, _ in self.asked]


@contextmanager
def serving(site, context=None):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answer = site(self)
            if answer is None:
                return
            status, headers, content = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *args):
            pass  # a client that hangs up is what some of these tests are about

    server = Server(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    with running(server):
        yield f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}"


@contextmanager
def running(server):
    """A server that answers from a thread of its own until the end."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
