"""Certificates for tests, made on the fly with the openssl program."""

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Certificate:
    """PEM files. Signed by itself, so that the certificate is its own authority too."""

    file: Path
    key_file: Path


def make_certificate(folder: Path, name: str, alternative: str = "IP:127.0.0.1") -> Certificate:
    """A new certificate for the loopback interface, good for two days."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Certificate(folder / f"{name}.pem", folder / f"{name}.key.pem")
    words = ["openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    words += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    words += ["-addext", f"subjectAltName={alternative}"]
    words += ["-out", str(made.file), "-keyout", str(made.key_file)]
    subprocess.run(words, check=True, capture_output=True, timeout=30)
    return made
