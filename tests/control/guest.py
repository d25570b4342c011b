# SPDX-License-Identifier: BSD-3-Clause
"""samples/scamper in QEMU: one network card for control, one for probes."""
import os
import socket
import subprocess

import results
from remote import Controller
from tools import run, write
from world import listens, start, stop, wait_for

COMMANDS = """\
trace -P icmp-paris -w 1 20.9.9.9
trace -P udp-paris -w 1 20.9.9.9
ping -c 2 -i 0.1 20.0.0.2
"""
PATH = ["20.0.0.2", "20.0.1.2", "20.0.5.2", "20.0.6.2", "20.9.9.9"]


class Guest:
    """The image on a lab; its port 31337 is one of 127.0.0.1."""
    port = 33000

    def __init__(self, context, folder, *arguments):
        Guest.port += 1
        self.port = Guest.port
        wire = os.path.join(folder, "wire")
        image = os.path.join(context.root, "samples/scamper/bin/Release/kvm/"
                             "scamper_qemu-x86_64")
        assert os.path.exists(image), f"no image {image}: run ./build.sh"
        self.lab = start(
            [*context.netlab(), os.path.join(
                context.root, "tools/netlab/labs/ex04.json"), "--output",
             os.path.join(folder, "lab"), "--socket", wire],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert wait_for(lambda: listens(wire), 60), "no lab"
        self.console = os.path.join(folder, "console")
        self.process = start(
            ["qemu-system-x86_64", "-M",
             "microvm,acpi=off,pit=off,pic=off,rtc=off,isa-serial=on,"
             "auto-kernel-cmdline=off", "-accel", "tcg", "-m", "4",
             "-nodefaults", "-no-user-config", "-display", "none",
             "-no-reboot", "-serial", "stdio", "-kernel", image,
             "-netdev", "user,id=control,hostfwd=tcp:127.0.0.1:"
             f"{self.port}-10.0.2.15:31337",
             "-device", "virtio-net-device,netdev=control",
             "-netdev", "stream,id=probes,server=off,addr.type=unix,"
             f"addr.path={wire}",
             "-device", "virtio-net-device,netdev=probes,"
             "mac=02:00:00:00:00:02",
             "-append", "netdev.ip=10.0.2.15/24 "
             "netdev.ip=172.20.0.2/24:172.20.0.1 -- -p 1000 "
             + " ".join(arguments)],
            stdout=open(self.console, "w"), stderr=subprocess.STDOUT)

    def stop(self):
        stop(self.process)
        stop(self.lab)
        with open(self.console) as file:
            said = file.read()
        assert "UK9" not in said, said


def check(path):
    """The lab's path, whatever the order of completion."""
    found = results.read(path)
    assert sorted(o["type"] for o in found) == [
        "cycle-start", "cycle-stop", "ping", "trace", "trace"], found
    for o in found:
        if o["type"] == "trace":
            assert [h["addr"] for h in o["hops"]] == PATH, o
            assert o["stop_reason"] == "COMPLETED", o
        if o["type"] == "ping":
            assert o["statistics"]["replies"] == 2, o


def sc_attach(context):
    """Three at once, while others come and vanish."""
    folder = context.folder()
    guest = Guest(context, folder, "-P", "0.0.0.0:31337")
    write(folder, "commands", COMMANDS)
    write(folder, "endless", "ping -c 1000 20.0.0.2\n")

    def attach(commands, out):
        return start(["sc_attach", "-p", str(guest.port), "-i", commands,
                      "-o", out], cwd=folder)

    # QEMU accepts before the guest listens; sc_attach then ends with nothing.
    assert wait_for(lambda: run(folder, "sc_attach", "-p", str(guest.port),
                                "-i", "commands", "-o", "first.warts") == ""
                    and results.read(os.path.join(folder, "first.warts")), 60)
    check(os.path.join(folder, "first.warts"))
    gone = [attach("endless", f"gone{i}.warts") for i in range(3)]
    clients = [attach("commands", f"{i}.warts") for i in range(3)]
    for child in gone:
        child.kill()
    for i, child in enumerate(clients):
        assert child.wait(60) == 0
        check(os.path.join(folder, f"{i}.warts"))
    guest.stop()


def dial_in(context):
    """10.0.2.2 is the host; the link breaks once."""
    folder = context.folder()
    controller = Controller(folder)
    guest = Guest(context, folder, "-R", f"10.0.2.2:{controller.link.port}",
                  "-M", "guest")
    path = controller.wait()
    write(folder, "commands", COMMANDS + "ping -c 20 -i 0.1 20.9.9.9\n")
    client = start(["sc_attach", "-R", path, "-i", "commands", "-o",
                    "out.warts"], cwd=folder)
    assert wait_for(lambda: os.path.exists(os.path.join(folder, "out.warts")))
    controller.link.swallow = True
    wait_for(lambda: client.poll() is not None, 0.5)
    controller.link.cut()
    assert client.wait(60) == 0
    found = results.types(os.path.join(folder, "out.warts"))
    assert sorted(found) == ["cycle-start", "cycle-stop", "ping", "ping",
                             "trace", "trace"], found
    guest.stop()


def names(context):
    """By a name server of the host, 10.0.2.2; packets of the data link there
    are none by sockets."""
    folder = context.folder()
    server = start([os.path.join(context.root, "tests/native/debian/names.py"),
                    "127.0.0.1"], stdout=subprocess.PIPE, text=True)
    assert server.stdout.readline() == "ready\n"
    guest = Guest(context, folder, "-P", "0.0.0.0:31337", "-n", "10.0.2.2")
    write(folder, "commands", "trace -O ptr -W 50 -P icmp-paris 20.9.9.9\n")
    assert wait_for(lambda: run(folder, "sc_attach", "-p", str(guest.port),
                                "-i", "commands", "-o", "out.warts") == ""
                    and results.read(os.path.join(folder, "out.warts")), 60)
    hops = [o for o in results.read(os.path.join(folder, "out.warts"))
            if o["type"] == "trace"][0]["hops"]
    assert [h.get("name") for h in hops] == [
        *(f"r{address.split('.')[2]}.lab.example" for address in PATH[:-1]),
        None], hops
    with socket.create_connection(("127.0.0.1", guest.port), 20) as client:
        client.sendall(b"attach\ntrace -O dl 20.9.9.9\nping -M 1280 20.9.9.9\n")
        lines = client.makefile()
        said = [next(line for line in lines if line.startswith("ERR"))
                for _ in range(2)]
    assert all("UK6041" in line for line in said), said
    guest.stop()


TESTS = [sc_attach, dial_in, names]
