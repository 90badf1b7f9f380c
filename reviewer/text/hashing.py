"""Content hashes, with the algorithm in front: `b2:` and 32 hex digits of BLAKE2b-128."""

from __future__ import annotations

from hashlib import blake2b

SIZE = 16
PREFIX = "b2:"
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: nothing that reads like another letter


def fingerprint(*fields: str | None) -> bytes:
    """16 bytes that name a sequence of texts; where one ends and the next begins is part of it, so is a missing one."""
    lengths = ",".join("-" if field is None else str(len(field)) for field in fields)
    joined = lengths + "\n" + "".join(field for field in fields if field)
    return blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()


def named(digest: bytes) -> str:
    """The printed form of a digest."""
    return PREFIX + digest.hex()


def public_id(*identity: str) -> str:
    """Twelve characters that name an identity: the same in every database, and safe in a shell."""
    number = int.from_bytes(blake2b(fingerprint(*identity), digest_size=8).digest(), "big") >> 4
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(55, -1, -5))
