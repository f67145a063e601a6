"""Connections to addresses that were looked at first, and that end in time."""

from __future__ import annotations

import socket
import time
from collections.abc import Collection, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from ssl import SSLContext
from typing import Any

import httpcore

from vaqaye.errors import FetchError

_TRIED = 3
_NAT64 = ip_network("64:ff9b::/96")  # the last four bytes are an IPv4 address that the network translates to


class Backend(httpcore.NetworkBackend):
    """Resolves a name once, refuses private addresses, and connects to what it has checked, not to the name again.

    Reading, writing and connecting end at `deadline` (of time.monotonic), however slowly a server drips.
    """

    def __init__(self, deadline: float, allow_private: Collection[str]) -> None:
        self._deadline = deadline
        self._allow_private = allow_private
        self._real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of a host that answers. FetchError where none may be asked."""
        failed: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in self._addresses(host, port)[:_TRIED]:
            try:
                left = _left(self._deadline, timeout, httpcore.ConnectTimeout)
                stream = self._real.connect_tcp(address, port, left, local_address, socket_options)
                return _Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore.ConnectError("no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"the name {host[:100]!a} can't be resolved", again=True) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        public = [a for a in addresses if host in self._allow_private or is_public(a)]
        if not public:
            raise FetchError(
                f"{host} is at the private address {addresses[0]}: if you trust it, --allow-private {host} lets it be asked"
            )
        return public


def is_public(address: str) -> bool:
    """Whether an address is one of the open Internet, also where it wraps another one."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and (inner := _wrapped(ip)):
        ip = inner
    return ip.is_global and not ip.is_multicast


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


class _Stream(httpcore.NetworkStream):
    """A connection that ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes; none at the end."""
        return self._stream.read(max_bytes, _left(self._deadline, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends bytes."""
        self._stream.write(buffer, _left(self._deadline, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        """Closes the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same, encrypted; the certificate has to be that of the name."""
        left = _left(self._deadline, timeout, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks about a connection."""
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None, late: type[httpcore.TimeoutException]) -> float:
    """Seconds that an operation may take."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise late("the time for this request is over")
    return left if timeout is None else min(left, timeout)
