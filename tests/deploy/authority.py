"""A certificate authority of the tests, with an intermediate one as the real ones have, by openssl."""

import subprocess
from pathlib import Path

from dev.certificate import Certificate

NAME = "pets.example"
ISSUER = "basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
LEAF = "basicConstraints=CA:false\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:{name},IP:127.0.0.1\n"
KEYS = {"ec": ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"], "rsa": ["rsa:2048"]}


class Authority:
    """`root` is what clients trust; what it issues comes with the intermediate's certificate."""

    def __init__(self, directory: Path) -> None:
        self.directory, self.root = directory, directory / "root.pem"
        subject = ["-subj", "/CN=root of the tests", "-addext", "basicConstraints=critical,CA:true", "-days", "30"]
        _openssl("req", "-x509", *_new_key("ec", directory / "root.key"), *subject, "-out", str(self.root))
        self._sign("intermediate", "root", "ec", ISSUER)

    def issue(self, name: str, kind: str = "ec") -> Certificate:
        """For NAME and 127.0.0.1, with a key of that kind, in files of this name."""
        self._sign(name, "intermediate", kind, LEAF.format(name=NAME))
        chain = self.directory / f"{name}-chain.pem"
        chain.write_text("".join((self.directory / f"{each}.pem").read_text() for each in (name, "intermediate")))
        return Certificate(chain, self.directory / f"{name}.key")

    def _sign(self, name: str, issuer: str, kind: str, extensions: str) -> None:
        request, issued, details = (self.directory / f"{name}.{ending}" for ending in ("csr", "pem", "ext"))
        details.write_text(extensions)
        _openssl("req", *_new_key(kind, self.directory / f"{name}.key"), "-subj", f"/CN={name}", "-out", str(request))
        by = ["-CA", str(self.directory / f"{issuer}.pem"), "-CAkey", str(self.directory / f"{issuer}.key")]
        options = ["-days", "20", "-CAcreateserial", "-extfile", str(details)]
        _openssl("x509", "-req", "-in", str(request), *by, *options, "-out", str(issued))


def _new_key(kind: str, file: Path) -> list[str]:
    return ["-newkey", *KEYS[kind], "-nodes", "-keyout", str(file)]


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
