"""Which addresses of the network a page may come from: a page must not be a way into the intranet of its reader."""

import ipaddress
import socket

_METADATA = frozenset({"168.63.129.16", "100.100.100.200", "169.254.169.254", "fd00:ec2::254"})
"""Where clouds hand machines their secrets; the first is a public address by number."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def resolved(host: str, port: int) -> tuple[str, ...]:
    """The numeric addresses of a host, in the order of the resolver. Raises OSError where it has none.

    >>> resolved("127.0.0.1", 80)
    ('127.0.0.1',)
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(info[4][0]) for info in found))


def is_public(address: str) -> bool:
    """Whether a numeric address lies in the open Internet.

    IPv4 inside IPv6 (mapped, 6to4, Teredo, NAT64) is judged as the IPv4 address that is reached in the end.

    >>> [is_public(one) for one in ("8.8.8.8", "10.1.2.3", "::ffff:127.0.0.1", "169.254.169.254", "224.0.0.1")]
    [True, False, False, False, False]
    """
    number = ipaddress.ip_address(address.partition("%")[0])
    return all(_is_open(one) for one in (number, *_inside(number)))


def _is_open(number: _Address) -> bool:
    return number.is_global and not number.is_multicast and str(number) not in _METADATA


def _inside(number: _Address) -> tuple[_Address, ...]:
    if isinstance(number, ipaddress.IPv4Address):
        return ()
    within = [number.ipv4_mapped, number.sixtofour, *(number.teredo or ())]
    if number in _NAT64:
        within.append(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))
    return tuple(one for one in within if one is not None)
