"""A signed file says who vouches for it, and cannot be changed after."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from animewidgets.datasets.pairs import make_pairs, open_pairs
from animewidgets.datasets.pairs.sign import read_public_key, read_signer
from animewidgets.errors import CorruptPairs, PairsError, PairsSignatureWrong
from tests.datasets.pairs.people import Desk, box

cryptography = pytest.importorskip("cryptography")


def keys(folder: Path, name: str) -> tuple[Path, Path]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    key = Ed25519PrivateKey.generate()
    private, public = folder / f"{name}.pem", folder / f"{name}.pub.pem"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return private, public


def rewritten(path: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for one, content in {**parts, name: data}.items():
            archive.writestr(one, content)


def test_the_right_key_opens_it_another_does_not(desk: Desk, tmp_path: Path) -> None:
    private, public = keys(tmp_path, "mine")
    _, stranger = keys(tmp_path, "stranger")
    desk.create([box(0)])
    path = make_pairs(tmp_path / "faces.pairs", desk.store, signer=read_signer(private))
    with open_pairs(path, public_key=read_public_key(public)) as pairs:
        assert pairs.count("annotations") == 1
    with open_pairs(path):  # who does not ask needs no key
        pass
    with pytest.raises(PairsSignatureWrong, match="was signed by"):
        open_pairs(path, public_key=read_public_key(stranger))


def test_a_signed_file_that_was_changed_is_refused(desk: Desk, tmp_path: Path) -> None:
    private, public = keys(tmp_path, "mine")
    desk.create([box(0)])
    path = make_pairs(tmp_path / "faces.pairs", desk.store, signer=read_signer(private))
    with zipfile.ZipFile(path) as archive:
        head = json.loads(archive.read("pairs.json"))
        signature = archive.read("signature.json")
    head["licence"] = "do what you like"
    rewritten(path, "pairs.json", json.dumps(head).encode())
    with pytest.raises(PairsSignatureWrong, match="was changed after it was signed"):
        open_pairs(path, public_key=read_public_key(public))
    for bad in (b"{}", b"[", signature.replace(b"Ed25519", b"RSA")):
        rewritten(path, "signature.json", bad)
        with pytest.raises(CorruptPairs, match=r"signature\.json"):
            open_pairs(path, public_key=read_public_key(public))


def test_a_file_that_is_not_signed_is_refused_when_a_key_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    _, public = keys(tmp_path, "mine")
    desk.create([box(0)])
    path = make_pairs(tmp_path / "faces.pairs", desk.store)
    with pytest.raises(PairsSignatureWrong, match="is not signed"):
        open_pairs(path, public_key=read_public_key(public))


def test_a_file_that_is_no_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_bytes(b"nothing")
    with pytest.raises(PairsError, match=r"'no\.pem' holds no private key"):
        read_signer(tmp_path / "no.pem")
    with pytest.raises(PairsError, match=r"'no\.pem' holds no public key"):
        read_public_key(tmp_path / "no.pem")
    with pytest.raises(PairsError, match=r"'none\.pem' cannot be read"):
        read_signer(tmp_path / "none.pem")


def test_the_same_labels_make_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    desk.create([box(1000 * n) for n in range(5)])
    made = [make_pairs(tmp_path / f"{n}.pairs", desk.store, name="faces") for n in range(2)]
    digests = []
    for path in made:
        with zipfile.ZipFile(path) as archive:
            head = json.loads(archive.read("pairs.json"))
        digests.append(hashlib.sha256(json.dumps(head["parts"]).encode()).hexdigest())
    assert digests[0] == digests[1]
