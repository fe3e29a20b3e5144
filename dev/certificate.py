"""A certificate that nobody vouches for, so that the gateway of this machine speaks TLS too."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from dev.apt import apt_install
from dev.errors import DevError

DAYS = 90


@dataclass(frozen=True)
class Certificate:
    """Paths of PEM files: the whole chain, and its key."""

    chain: Path
    key: Path

    @classmethod
    def below(cls, directory: Path) -> "Certificate":
        return cls(directory / "chain.pem", directory / "key.pem")


def make_self_signed(certificate: Certificate) -> None:
    """For 127.0.0.1 and localhost, in place of what is there. Raises DevError if openssl is not to be had or fails."""
    if shutil.which("openssl") is None:
        apt_install("openssl")
    certificate.key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", str(DAYS), "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    command += ["-out", str(certificate.chain), "-keyout", str(certificate.key)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise DevError(f"openssl could not make a certificate:\n{result.stderr}")
