"""What the process is doing, for /readyz and for whoever has to wait."""

import threading


class Lifecycle:
    """Starting, consuming, stopping; set by the worker, read by the HTTP threads."""

    CONSUMING = "consuming"

    def __init__(self) -> None:
        self.activity = "starting"
        self.stopping = threading.Event()

    @property
    def consuming(self) -> bool:
        return self.activity == self.CONSUMING

    @property
    def ready(self) -> bool:
        return self.consuming and not self.stopping.is_set()
