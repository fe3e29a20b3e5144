"""What the process is doing, for /readyz and for whoever has to wait."""

import threading


class Lifecycle:
    """Starting, consuming, stopping; set by the worker, read by the HTTP threads."""

    def __init__(self) -> None:
        self.consuming = False
        self.stopping = threading.Event()
        self.activity = "starting"

    @property
    def ready(self) -> bool:
        return self.consuming and not self.stopping.is_set()
