"""Certificates for tests, generated with the openssl program."""

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Certificate:
    """The PEM files of a self-signed certificate, which is its own authority too."""

    file: Path
    key_file: Path


def make_certificate(folder: Path, name: str, alternative: str = "IP:127.0.0.1") -> Certificate:
    """Generate a certificate for the loopback interface that is valid for two days."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Certificate(folder / f"{name}.pem", folder / f"{name}.key.pem")
    words = ["openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    words += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    words += ["-addext", f"subjectAltName={alternative}"]
    words += ["-out", str(made.file), "-keyout", str(made.key_file)]
    subprocess.run(words, check=True, capture_output=True, timeout=30)
    return made
