# SPDX-License-Identifier: BSD-3-Clause
"""What the tests stand in: a chain of network namespaces v - r - d, engines,
clients, a link that can be broken. Everything that is started is ended."""
import atexit
import os
import select
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time

children = []
routers = []  # r and d


def start(arguments, **options):
    """A process that ends with the tests at the latest."""
    options.setdefault("stdin", subprocess.DEVNULL)
    child = subprocess.Popen(arguments, **options)
    children.append(child)
    return child


def stop(child):
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return child.returncode


@atexit.register
def stop_all():
    for child in children:
        stop(child)


def wait_for(ready, seconds=20):
    """The first value of ready() that is true."""
    end = time.monotonic() + seconds
    while True:
        value = ready()
        if value or time.monotonic() > end:
            return value
        time.sleep(0.02)


def enter_namespace():
    """Starts this program again in a network namespace of its own."""
    if os.environ.get("UK_CONTROL_WORLD"):
        return
    if os.getuid() != 0:
        print("check.py: network namespaces need root; run as root",
              file=sys.stderr)
        print("0 passed, 1 failed")
        sys.exit(1)
    os.environ["UK_CONTROL_WORLD"] = "1"
    os.execvp("unshare", ["unshare", "--net", sys.executable, *sys.argv])


def ip(namespace, *words):
    where = ["nsenter", "-t", str(namespace.pid), "-n"] if namespace else []
    subprocess.run([*where, "ip", *words], check=True)


def build_chain():
    """We are v, 10.91.0.1; r is 10.91.0.2 and 10.91.1.1; d is 10.91.1.2. The
    same with fd91:0:: and fd91:1::."""
    r, d = (start(["unshare", "--net", "sleep", "600"]) for _ in range(2))
    routers.extend((r, d))
    ours = os.readlink("/proc/self/ns/net")
    for child in (r, d):
        wait_for(lambda c=child:
                 os.readlink(f"/proc/{c.pid}/ns/net") != ours)
    for namespace in (r, d):
        subprocess.run(
            ["nsenter", "-t", str(namespace.pid), "-n", "sysctl", "-q", "-w",
             "net.ipv4.ip_forward=1", "net.ipv4.icmp_ratelimit=0",
             "net.ipv4.icmp_msgs_per_sec=10000",
             "net.ipv6.conf.all.forwarding=1", "net.ipv6.icmp.ratelimit=0"],
            check=True)
        ip(namespace, "link", "set", "lo", "up")
    ip(None, "link", "set", "lo", "up")
    for i, (left, right) in enumerate(((None, r), (r, d))):
        ip(left, "link", "add", "right", "type", "veth", "peer", "name", "left",
           "netns", str(right.pid))
        for n, (end, name) in enumerate(((left, "right"), (right, "left"))):
            ip(end, "addr", "add", f"10.91.{i}.{n + 1}/24", "dev", name)
            ip(end, "addr", "add", f"fd91:{i}::{n + 1}/64", "dev", name,
               "nodad")
            ip(end, "link", "set", name, "up")
    # Nobody answers for 10.91.77.0/24.
    ip(r, "route", "add", "blackhole", "10.91.77.0/24")
    for end, left in ((None, False), (d, True)):
        i, n = (1, 1) if left else (0, 2)
        ip(end, "route", "add", "default", "via", f"10.91.{i}.{n}")
        ip(end, "route", "add", "default", "via", f"fd91:{i}::{n}")
    # Everybody knows the hardware addresses of all.
    for there in ("10.91.1.2", "fd91:1::2"):
        assert wait_for(lambda to=there: refused(to)), f"no way to {there}"


def behind_r(netlab, prefix):
    """A lab of netlab, by a TUN device of r. netlab makes a host of r, which
    it must not be: the address is v's."""
    r = routers[0]
    lab = start(["nsenter", "-t", str(r.pid), "-n", *netlab, "--tun", "lab"],
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    for line in lab.stderr:
        if " is ready" in line:
            break
    else:
        raise AssertionError("no lab behind r")
    ip(r, "addr", "flush", "dev", "lab")
    ip(r, "route", "add", prefix, "dev", "lab")


def fragments_behind_r(program):
    """The routers of fragments.py, by a TUN device of r."""
    r = routers[0]
    child = start(["nsenter", "-t", str(r.pid), "-n", program, "parts"],
                  stdout=subprocess.PIPE, text=True)
    if child.stdout.readline() != "ready\n":
        raise AssertionError("no fragments behind r")
    ip(r, "link", "set", "parts", "up")
    ip(r, "route", "add", "2001:db8:99::/64", "dev", "parts")


def listens(path):
    """Whether a server listens there. The file is there before it does."""
    return subprocess.run(["ss", "-Hxl", "src", path], check=True,
                          capture_output=True).stdout != b""


def refused(there):
    try:
        socket.create_connection((there, 9), timeout=1)
    except ConnectionRefusedError:
        return True
    except OSError:
        return False


class Engine:
    """An engine with a control port and a control socket."""
    port = 31000

    def __init__(self, program, folder, *arguments):
        Engine.port += 1
        self.port = Engine.port
        self.path = os.path.join(folder, f"control-{self.port}")
        # Debian's scamper takes one of both.
        places = ["-P", str(self.port)]
        self.local = program != "scamper"
        if self.local:
            places += ["-U", self.path]
        self.log = open(os.path.join(folder, f"engine-{self.port}.log"), "w+")
        self.process = start([program, "-p", "1000", *places, *arguments],
                             stdout=self.log, stderr=self.log)
        assert wait_for(lambda: self.reachable()), f"{program} does not listen"

    def reachable(self):
        """By all its ways: it opens them one after the other."""
        try:
            self.connect().close()
            return not self.local or listens(self.path)
        except ConnectionRefusedError:
            return False

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def ask(self, line):
        with self.connect() as s:
            s.sendall(line.encode() + b"\n")
            return s.makefile().readline().rstrip("\n")

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(10)


def certificate(folder, name):
    """Files of a key and a certificate, signed by itself, for that name."""
    files = [os.path.join(folder, f"{kind}.pem") for kind in ("key", "cert")]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048",
                    "-nodes", "-days", "2", "-subj", "/CN=controller",
                    "-addext", f"subjectAltName={name}", "-keyout", files[0],
                    "-out", files[1]], check=True, capture_output=True)
    return files


class Link:
    """A place to dial; what it carries to `port` can be swallowed and cut.
    With a key and a certificate it ends TLS on the way: Debian's sc_remoted is
    built without."""

    def __init__(self, port, key=None, cert=None):
        self.to = port
        self.tls = None
        if key:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(cert, key)
        self.swallow = False
        self.cuts = 0
        self.pairs = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            threading.Thread(target=self.serve,
                             args=[self.listener.accept()[0]],
                             daemon=True).start()

    def serve(self, one):
        try:
            if self.tls:
                one = self.tls.wrap_socket(one, server_side=True)
            other = socket.create_connection(("127.0.0.1", self.to))
        except OSError:
            one.close()
            return
        self.pairs.append((one, other))
        try:
            while self.carry(one, other):
                pass
        except (OSError, ValueError):
            pass
        for s in (one, other):
            s.close()

    def carry(self, one, other):
        """One thread for both ways: OpenSSL asks for that. False: the end."""
        ready = [one] if self.tls and one.pending() else select.select(
            [one, other], [], [])[0]
        for s in ready:
            data = s.recv(65536)
            if not data:
                return False
            if not self.swallow:
                (other if s is one else one).sendall(data)
        return True

    def cut(self):
        """Breaks the connection; what was swallowed before is lost."""
        pairs, self.pairs = self.pairs, []
        for s in (s for pair in pairs for s in pair):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.cuts += len(pairs)
        self.swallow = False
