"""RabbitMQ's definitions: the servers' accounts, and what each may do there. Uses the standard library only."""

import base64
import hashlib
import os
from collections.abc import Mapping

# Both servers declare all of tests/contract/topology.json, in this version or the next, and nothing else.
NAMES = r"^(savepets|(ai\.(interactive|bulk|quarantine)|main\.results|dead)\.v[0-9]+)$"
# What each may send: the main server jobs, and reports that it takes out of the dead letters; the AI server reports.
ROUTES = {"main": r"^(ai\.(interactive|bulk)|main\.results)$", "ai": r"^main\.results$"}


def definitions(passwords: Mapping[str, str]) -> dict[str, list[dict[str, object]]]:
    """For `load_definitions`; `passwords`: of the accounts main and ai."""
    return {
        "vhosts": [{"name": "/"}],
        "users": [
            {"name": name, "password_hash": password_hash(password), "tags": []} for name, password in passwords.items()
        ],
        "permissions": [
            {"user": name, "vhost": "/", "configure": NAMES, "write": NAMES, "read": NAMES} for name in passwords
        ],
        "topic_permissions": [
            {"user": name, "vhost": "/", "exchange": "savepets", "write": ROUTES[name], "read": ".*"}
            for name in passwords
        ],
    }


def password_hash(password: str) -> str:
    """RabbitMQ's `rabbit_password_hashing_sha256`: base64(salt, sha256(salt, password)) with four bytes of salt."""
    salt = os.urandom(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()
