"""Several programmes as one: started together, restarted when one falls, stopped in order by one signal."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

PULSE = 0.2
"""Seconds between two looks at the programmes."""
PATIENCE = 60
"""Seconds a programme may take to finish what it does after it was asked to stop."""
FALLS, WITHIN = 3, 60
"""A programme that falls so many times within so many seconds is not started again."""
PR_SET_PDEATHSIG = 1


@dataclass
class Programme:
    """One child process: its name for people and its command line."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    falls: list[float] = field(default_factory=list)

    def start(self) -> None:
        """In a session of its own: Ctrl+C reaches the keeper alone, who stops all in order."""
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509
        )

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def may_start_again(self) -> bool:
        now = time.monotonic()
        self.falls = [fall for fall in self.falls if fall > now - WITHIN] + [now]
        return len(self.falls) < FALLS

    def stop(self) -> bool:
        """Ask to finish, wait, and end by force who does not; whether it went by itself."""
        if self.process is None or self.has_ended:
            return True
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.end()
            return False
        return True

    def end(self) -> None:
        """At once, with everything that it has started."""
        if self.process is not None and not self.has_ended:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _die_with_parent() -> None:
    """Have the system stop this process should the keeper be killed (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Keeper:
    """Keeps programmes running until SIGINT or SIGTERM, then stops them in the given order; greets when they are up."""

    def __init__(
        self, programmes: list[Programme], say: Callable[[str], None], is_up: Callable[[], bool], greet: str
    ) -> None:
        self.programmes = programmes
        self.say = say
        self.is_up = is_up
        self.greet = greet
        self.stopping = False

    def run(self) -> bool:
        """Whether everything ended well; False when a programme kept falling or had to be killed."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked)
        try:
            for programme in self.programmes:
                programme.start()
            well = self._watch()
            return self._stop() and well
        finally:
            for programme in self.programmes:
                programme.end()

    def _asked(self, *_args: object) -> None:
        if self.stopping:
            for programme in self.programmes:
                programme.end()
        self.stopping = True

    def _watch(self) -> bool:
        while not self.stopping:
            if self.greet and self.is_up():
                self.say(self.greet)
                self.greet = ""
            for programme in self.programmes:
                if programme.has_ended and not self.stopping and not self._start_again(programme):
                    return False
            time.sleep(PULSE)
        return True

    def _start_again(self, programme: Programme) -> bool:
        if not programme.may_start_again():
            self.say(_("%(name)s keeps falling, so everything is stopped.") % {"name": programme.name})
            return False
        self.say(_("%(name)s has fallen and is started again.") % {"name": programme.name})
        programme.start()
        return True

    def _stop(self) -> bool:
        self.stopping = True
        unwilling = [programme for programme in self.programmes if not programme.stop()]
        return not unwilling
