"""Where a request comes from, to count by. Addresses are never stored or logged as they are."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

IPV6_SITE = 64  # bits; whoever has one IPv6 address has 2**64 of them


def client_address(request: HttpRequest) -> str:
    """The address that the gateway saw, else that of the connection; of IPv6 the site.

    The gateway replaces X-Real-IP; from any other peer (settings.TRUSTED_PROXIES) the header is a mere claim.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    text = (request.headers.get("X-Real-IP") if _is_gateway(peer) else None) or peer
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped or ipaddress.ip_network((address, IPV6_SITE), strict=False).network_address)


def _is_gateway(peer: str) -> bool:
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer == ""  # a Unix socket
    return any(address in network for network in settings.TRUSTED_PROXIES)


def client_digest(request: HttpRequest) -> str:
    """32 characters that stand for the address, which cannot be told from them."""
    return salted_hmac("core.client", client_address(request), algorithm="sha256").hexdigest()[:32]
