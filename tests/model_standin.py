"""A language model's endpoint on loopback that answers as it is told."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from loopback import running


class Endpoint:
    """What was asked, and what is answered: `answer` takes the messages and gives a text, or (status, bytes)."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = []
        self.headers = []
        self.url = ""
        self.over = threading.Event()


@contextmanager
def answering(answer):
    """An endpoint for as long as the block lasts."""
    endpoint = Endpoint(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            body = json.loads(self.rfile.read(length))
            endpoint.asked.append(body)
            endpoint.headers.append({key.lower(): value for key, value in self.headers.items()})
            said = endpoint.answer(body["messages"])
            if said is None:  # late: until the test is over
                endpoint.over.wait(10)
                return
            status, content = said if isinstance(said, tuple) else (200, chat(said))
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
    with running(server):
        try:
            yield endpoint
        finally:
            endpoint.over.set()


def chat(text):
    """A text as `/chat/completions` gives it."""
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()
