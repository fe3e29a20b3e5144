"""Where the distribution's packages put the programs that come from there."""

import os
import shutil
from pathlib import Path

from dev.apt import apt_install

# The wrapper in /usr/sbin refuses everybody but root and rabbitmq; this script does not.
RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
# Debian calls package and program alike. promtool and amtool come with the first two.
PROMETHEUS = "prometheus"
ALERTMANAGER = "prometheus-alertmanager"
NODE_EXPORTER = "prometheus-node-exporter"
POSTGRES_EXPORTER = "prometheus-postgres-exporter"
NGINX_EXPORTER = "prometheus-nginx-exporter"
BLACKBOX_EXPORTER = "prometheus-blackbox-exporter"
MONITORING = (PROMETHEUS, ALERTMANAGER, NODE_EXPORTER, POSTGRES_EXPORTER, NGINX_EXPORTER, BLACKBOX_EXPORTER)


def find_nginx() -> str | None:
    """The path of nginx, which distributions keep out of an ordinary account's PATH."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")


def provide_monitoring() -> None:
    """Install what is missing of MONITORING. Raises DevError if that is not possible."""
    missing = [package for package in MONITORING if shutil.which(package) is None]
    if missing:
        apt_install(*missing)
