"""A show that is built by tones, and served by the command that people type."""

import json
import subprocess
import sys
from contextlib import contextmanager

HOSTILE = "<script>alert(1)</script> ]]> & \"so\" 'so' שלום 🎧 " + "salt " * 60
TALE = "\n\n".join(
    f"## Watch {number}\n\nThe lamp went out at {number}. Nobody saw it.\n\nThen, far out, a horn answered. Who was it?"
    for number in range(1, 6)
)
STORIES = {
    "watches.md": f"---\ntitle: The long watch\nauthor: Bo Reed\nsummary: A night & its watches.\n---\n{TALE}\n",
    "salt.txt": "Salt\n\nThe sea leaves it. Nobody asks why.\n\nThen it was gone.\n",
    "hostile.md": f"---\ntitle: {json.dumps(HOSTILE)}\ndate: 2026-02-01\n---\nWords & <b>more</b> words.\n",
}


@contextmanager
def serving(folder, *options):
    """The address of the feed, as `storycast serve` tells it."""
    command = [sys.executable, "-m", "storycast", "serve", str(folder), "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()
            server.communicate()
