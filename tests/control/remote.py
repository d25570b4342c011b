# SPDX-License-Identifier: BSD-3-Clause
"""Our engine dials Debian's sc_remoted; sc_attach reaches it there."""
import os
import time

import results
from tools import COMMANDS, run, same_results, write
from world import Engine, Link, certificate, start, stop, wait_for


class Controller:
    """sc_remoted, behind a link that can be broken."""
    port = 32000

    def __init__(self, folder, *key_and_certificate):
        Controller.port += 1
        self.port = Controller.port
        self.sockets = os.path.join(folder, "remote")
        os.mkdir(self.sockets)
        self.start()
        self.link = Link(self.port, *key_and_certificate)

    def start(self):
        self.process = start(["sc_remoted", "-P", f"127.0.0.1:{self.port}",
                              "-U", self.sockets])

    def wait(self):
        """The socket of the engine that has dialled in."""
        def found():
            return os.listdir(self.sockets)
        assert wait_for(found), "nobody dials in"
        return os.path.join(self.sockets, found()[0])


def dial(context, folder, controller, *arguments, **environment):
    log = open(os.path.join(folder, "engine.log"), "w+")
    return start([context.ours, "-p", "1000", "-R",
                  f"127.0.0.1:{controller.link.port}", *arguments],
                 stderr=log, env={**os.environ, **environment}), log


def attach(folder, path, commands, out):
    write(folder, out + ".txt", commands)
    return start(["sc_attach", "-R", path, "-i", out + ".txt", "-o", out],
                 cwd=folder)


def as_a_local_one(context):
    """The same results as by a control port."""
    far, near = context.folder(), context.folder()
    controller = Controller(far)
    dial(context, far, controller, "-M", "vantage")
    path = controller.wait()
    assert os.path.basename(path).startswith("vantage-127.0.0.1:"), path
    assert attach(far, path, COMMANDS, "out.warts").wait(60) == 0
    engine = Engine(context.ours, near, "-M", "vantage")
    write(near, "commands", COMMANDS)
    run(near, "sc_attach", "-p", str(engine.port), "-i", "commands", "-o",
        "out.warts")
    same_results([near, far], "out.warts", len(COMMANDS.splitlines()) + 2)


def broken_link(context):
    """Three clients; the link swallows what it carries and breaks, three
    times: no result is missing, and none is there twice."""
    folder = context.folder()
    controller = Controller(folder)
    dial(context, folder, controller)
    path = controller.wait()
    commands = "".join(f"ping -c {10 + i} -i 0.1 127.1.{{}}.{i}\n"
                       for i in range(20))
    clients = [attach(folder, path, commands.format(*[n] * 20), f"{n}.warts")
               for n in range(3)]
    for _ in range(3):
        time.sleep(0.6)
        controller.link.swallow = True
        time.sleep(0.4)
        controller.link.cut()
        assert wait_for(lambda: controller.link.pairs), "not dialled again"
    assert controller.link.cuts >= 3
    for n, client in enumerate(clients):
        assert client.wait(60) == 0
        found = results.read(os.path.join(folder, f"{n}.warts"))
        assert [found[0]["type"], found[-1]["type"]] == ["cycle-start",
                                                         "cycle-stop"]
        assert sorted(o["dst"] for o in found[1:-1]) == sorted(
            f"127.1.{n}.{i}" for i in range(20)), found
        for ping in found[1:-1]:
            sent = 10 + int(ping["dst"].split(".")[3])
            assert ping["ping_sent"] == ping["statistics"]["replies"] == sent


def restarted_controller(context):
    """It has forgotten the session: a new one begins, the old tasks end."""
    folder = context.folder()
    controller = Controller(folder)
    engine, log = dial(context, folder, controller)
    path = controller.wait()
    attach(folder, path, "ping -c 1000 10.91.0.2\n", "lost.warts")
    time.sleep(0.5)
    controller.process.kill()
    controller.process.wait()
    for name in os.listdir(controller.sockets):
        os.unlink(os.path.join(controller.sockets, name))
    controller.link.cut()
    time.sleep(1)
    controller.start()
    path = controller.wait()
    attach(folder, path, "ping -c 1 -o 1 10.91.0.2\n", "new.warts").wait(20)
    assert results.types(os.path.join(folder, "new.warts")) == [
        "cycle-start", "ping", "cycle-stop"]
    engine.terminate()
    assert engine.wait(10) == 0
    log.seek(0)
    said = log.read()
    assert "UK5064: the connection to 127.0.0.1:" in said, said


def signal_ends_in_peace(context):
    folder = context.folder()
    controller = Controller(folder)
    engine, _ = dial(context, folder, controller)
    client = attach(folder, controller.wait(), "ping -c 1000 10.91.0.2\n",
                    "out.warts")
    time.sleep(1)
    engine.terminate()
    assert engine.wait(10) == 0
    assert client.wait(10) == 0
    assert results.types(os.path.join(folder, "out.warts")) == [
        "cycle-start", "ping", "cycle-stop"]


def over_tls(context):
    """The certificate is checked; the link breaks once."""
    folder = context.folder()
    key, cert = certificate(folder, "IP:127.0.0.1")
    controller = Controller(folder, key, cert)
    dial(context, folder, controller, "-O", "tls", SSL_CERT_FILE=cert)
    client = attach(folder, controller.wait(),
                    "".join(f"ping -c 400 -i 0.01 127.1.1.{i}\n"
                            for i in range(3)) + COMMANDS,
                    "out.warts")
    time.sleep(1)
    controller.link.swallow = True
    time.sleep(0.3)
    controller.link.cut()
    assert client.wait(60) == 0
    found = results.read(os.path.join(folder, "out.warts"))
    assert len(found) == 3 + len(COMMANDS.splitlines()) + 2, found


def wrong_certificate(context):
    folder = context.folder()
    key, cert = certificate(folder, "DNS:somebody.else,IP:192.0.2.1")
    for trusted, reason in ((cert, "IP address mismatch"),
                            ("/dev/null", "self-signed certificate")):
        controller = Controller(context.folder(), key, cert)
        engine, log = dial(context, folder, controller, "-O", "tls",
                           SSL_CERT_FILE=trusted)

        def said():
            with open(log.name) as file:
                return "its certificate: " + reason in file.read()

        assert wait_for(said), reason
        assert not os.listdir(controller.sockets)
        stop(engine)


def nobody_there(context):
    """It says so, and dials again."""
    folder = context.folder()
    log = open(os.path.join(folder, "log"), "w+")
    engine = start([context.ours, "-R", "127.0.0.1:9"], stderr=log)

    def said():
        return open(os.path.join(folder, "log")).read().count(
            "UK5063: cannot reach the controller at 127.0.0.1:9: Connection "
            "refused.")

    assert wait_for(lambda: said() >= 2)
    assert stop(engine) == 0


TESTS = [as_a_local_one, broken_link, restarted_controller,
         signal_ends_in_peace, over_tls, wrong_certificate, nobody_there]
