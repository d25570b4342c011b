# SPDX-License-Identifier: BSD-3-Clause
"""What clients may do to a server, and signals."""
import os
import re
import socket
import subprocess
import time

from world import Engine, start, wait_for


def read_all(s):
    s.settimeout(20)
    data = b""
    while piece := s.recv(65536):
        data += piece
    return data


def count_pings(text):
    """Ping records begin with 12 05 00 07, uuencoded."""
    return len(re.findall(rb"^[!-`]\$@4`!P", text, re.M))


def slow_client(context):
    """It sends 600 commands and reads nothing for a while: none is lost."""
    engine = Engine(context.ours, context.folder())
    with engine.connect() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.sendall(b"attach\n")
        for i in range(600):
            s.sendall(b"ping -c 20 -i 0.001 -o 1 127.0.%d.%d\n"
                      % (i >> 8, i & 255))
        s.sendall(b"done\n")
        time.sleep(2)
        data = read_all(s)
    assert count_pings(data) == 600, count_pings(data)
    assert data.count(b"OK id-") == 600
    assert engine.stop() == 0


def client_gone(context):
    """Its tasks are abandoned, also when it has said `done` before."""
    engine = Engine(context.ours, context.folder())
    for last in (b"", b"done\n"):
        with engine.connect() as s:
            s.sendall(b"attach\nping -c 1000 10.91.0.2\n"
                      b"ping -c 1000 10.91.1.1\n" + last)
            assert wait_for(lambda: engine.ask("get window") ==
                            "OK window 2/0")
        assert wait_for(lambda: engine.ask("get window") == "OK window 0/0")


def last_words(context):
    """ERR arrives although bytes that nobody reads are on their way."""
    engine = Engine(context.ours, context.folder())
    for _ in range(20):
        with engine.connect() as s:
            s.sendall(b"get p\x07s\n" + b"x" * 20000)
            assert read_all(s) == b"ERR invalid character in line\n"
    assert engine.ask("get version") == "OK version uk-scamper"


def settings(context):
    engine = Engine(context.ours, context.folder(), "-M", "vantage")
    assert engine.ask("get monitorname") == "OK monitorname vantage"
    assert engine.ask("set pps 77") == "OK pps 77"
    assert engine.ask("get pps") == "OK pps 77"
    assert engine.ask("get pid") == f"OK pid {engine.process.pid}"


def many_clients(context):
    """More than are served at a time: the others wait and are served."""
    engine = Engine(context.ours, context.folder())
    waiting = [engine.connect() for _ in range(80)]
    for s in waiting:
        s.sendall(b"attach\nping -c 1 -o 1 10.91.0.2\ndone\n")
    for s in waiting:
        with s:
            assert count_pings(read_all(s)) == 1


def signal_ends_in_peace(context):
    engine = Engine(context.ours, context.folder())
    with engine.connect() as s:
        s.sendall(b"attach\nping -c 1000 10.91.0.2\nping -c 1000 10.91.1.1\n")
        assert wait_for(lambda: engine.ask("get window") == "OK window 2/0")
        time.sleep(0.3)
        assert os.path.exists(engine.path)
        assert engine.stop() == 0
        assert count_pings(read_all(s)) == 2
    assert not os.path.exists(engine.path)


def refuse(context, code, *arguments):
    done = subprocess.run([context.ours, *arguments], capture_output=True,
                          text=True, timeout=20)
    assert done.stderr.startswith(code + ": "), done.stderr
    return done.returncode


def wrong_places(context):
    folder = context.folder()
    engine = Engine(context.ours, folder)
    assert refuse(context, "UK5060", "-P", str(engine.port)) == 1
    assert refuse(context, "UK5060", "-U", engine.path) == 1
    assert refuse(context, "UK5060", "-P", "192.0.2.1:31999") == 1
    assert refuse(context, "UK5060", "-U", folder + "/x" * 100) == 1
    for place in ("0", "65536", "x", "1.2.3.4:", "1.2.3:x", ":99", "host:99"):
        assert refuse(context, "UK5061", "-P", place) == 1
    for place in ("99", "host", "[::1]", ":99"):
        assert refuse(context, "UK5061", "-R", place) == 1
    assert refuse(context, "UK5040", "-P", "31999", "-i", "10.91.0.2") == 2
    # A file that a killed server left is taken over, another file is not.
    engine.process.kill()
    engine.process.wait()
    assert os.path.exists(engine.path)
    again = start([context.ours, "-U", engine.path])

    def served():
        with socket.socket(socket.AF_UNIX) as s:
            return s.connect_ex(engine.path) == 0

    assert wait_for(served)
    again.terminate()
    again.wait(10)
    other = os.path.join(folder, "file")
    open(other, "w").close()
    assert refuse(context, "UK5060", "-U", other) == 1
    assert os.path.exists(other)


TESTS = [slow_client, client_gone, last_words, settings,
         many_clients, signal_ends_in_peace, wrong_places]
