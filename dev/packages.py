"""Where the distribution's packages put the two servers that come from there."""

import os
import shutil
from pathlib import Path

# The wrapper in /usr/sbin refuses everybody but root and rabbitmq; this script does not.
RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


def find_nginx() -> str | None:
    """The path of nginx, which distributions keep out of an ordinary account's PATH."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")
