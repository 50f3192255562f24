"""The sidecar's certificate, read and checked before the server starts."""

import ssl
from dataclasses import dataclass
from pathlib import Path

from envsound_server.settings import Settings


class TlsUnusable(Exception):
    """A certificate or key cannot be used. The message is a sentence that names the setting."""


@dataclass(frozen=True, slots=True)
class Tls:
    """The contents of the PEM files.

    Attributes:
        certificate: The server's certificate with its chain.
        key: The certificate's private key.
        client_ca: The authority of the clients' certificates. None: clients need none.
    """

    certificate: bytes
    key: bytes
    client_ca: bytes | None


def read_tls(settings: Settings) -> Tls | None:
    """Return the files that the settings name, or None where they name none.

    Raises:
        TlsUnusable: One is missing, is no PEM file, or the key is not the certificate's.
    """
    if settings.tls_cert is None or settings.tls_key is None:
        return None
    certificate = _read("ENVSOUND_TLS_CERT", settings.tls_cert)
    key = _read("ENVSOUND_TLS_KEY", settings.tls_key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        # Without a password here, an encrypted key would make OpenSSL prompt on the terminal.
        context.load_cert_chain(settings.tls_cert, settings.tls_key, password="")
    except (ssl.SSLError, ValueError) as error:
        raise TlsUnusable(
            "ENVSOUND_TLS_CERT and ENVSOUND_TLS_KEY are not a certificate and its own "
            "unencrypted key, in PEM"
        ) from error
    if settings.tls_client_ca is None:
        return Tls(certificate, key, None)
    client_ca = _read("ENVSOUND_TLS_CLIENT_CA", settings.tls_client_ca)
    try:
        context.load_verify_locations(settings.tls_client_ca)
    except ssl.SSLError as error:
        raise TlsUnusable("ENVSOUND_TLS_CLIENT_CA is no certificate in PEM") from error
    return Tls(certificate, key, client_ca)


def _read(variable: str, file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise TlsUnusable(f"{variable} cannot be read ({error.strerror})") from error
