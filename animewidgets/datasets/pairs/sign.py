"""Signatures of pairs files: Ed25519 (RFC 8032) over ``pairs.json``, by the package ``cryptography``.

It is an extra, ``pip install animewidgets[sign]``: whoever signs nothing does without.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from animewidgets.annotations import shape
from animewidgets.datasets.pairs.contents import json_of
from animewidgets.errors import AnimeWidgetsError, CorruptPairs, PairsError, PairsSignatureWrong

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "Ed25519"


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with a private key. Made by :func:`read_signer`."""

    key: Ed25519PrivateKey

    def sign(self, head: bytes) -> bytes:
        """The part ``signature.json`` for the bytes of ``pairs.json``."""
        told = {
            "algorithm": ALGORITHM,
            "public_key": self.key.public_key().public_bytes_raw().hex(),
            "signature": self.key.sign(head).hex(),
        }
        return (json.dumps(told, indent=1) + "\n").encode()


def read_signer(path: str | Path) -> Signer:
    """A private Ed25519 key from a PEM file without a password, as ``openssl genpkey`` makes it.

    Raises:
        PairsError: there is no such file, it has no such key, or ``cryptography`` is not installed.
    """
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as error:
        raise _missing() from error
    try:
        key = load_pem_private_key(_bytes(path), password=None)
    except (ValueError, TypeError) as error:
        raise PairsError(f"'{Path(path).name}' holds no private key without a password: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise PairsError(f"'{Path(path).name}' holds a key of another kind: Ed25519 is needed")
    return Signer(key)


def read_public_key(path: str | Path) -> str:
    """A public Ed25519 key from a PEM file, as 64 hex digits. Raises as :func:`read_signer` does."""
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError as error:
        raise _missing() from error
    try:
        key = load_pem_public_key(_bytes(path))
    except (ValueError, TypeError) as error:
        raise PairsError(f"'{Path(path).name}' holds no public key: {error}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise PairsError(f"'{Path(path).name}' holds a key of another kind: Ed25519 is needed")
    return key.public_bytes_raw().hex()


def check_signature(head: bytes, signature: bytes) -> str:
    """The public key, 64 hex digits, that signed ``pairs.json``.

    That it is the key of whom one trusts is another question: compare it with :func:`read_public_key`.

    Raises:
        CorruptPairs: the part is not what its format says.
        PairsSignatureWrong: the signature is not that of these bytes.
        PairsError: ``cryptography`` is not installed.
    """
    try:
        told = shape.record(
            json_of(signature), "signature.json", required={"algorithm", "public_key", "signature"}
        )
        if told["algorithm"] != ALGORITHM:
            raise CorruptPairs(f"signature.json: algorithm {told['algorithm']!r}: only {ALGORITHM} is known")
        key, said = bytes.fromhex(str(told["public_key"])), bytes.fromhex(str(told["signature"]))
    except (AnimeWidgetsError, ValueError) as error:
        raise CorruptPairs(f"signature.json makes no sense: {error}", {"part": "signature.json"}) from error
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError as error:
        raise _missing() from error
    try:
        signer: Ed25519PublicKey = Ed25519PublicKey.from_public_bytes(key)
        signer.verify(said, head)
    except (InvalidSignature, ValueError) as error:
        raise PairsSignatureWrong(
            f"the signature by {key.hex()[:16]}… is not that of what the file says: it was changed after it "
            "was signed"
        ) from error
    return key.hex()


def _bytes(path: str | Path) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise PairsError(f"'{Path(path).name}' cannot be read: {error.strerror}") from error


def _missing() -> PairsError:
    return PairsError("signatures need the package cryptography: pip install 'animewidgets[sign]'")
