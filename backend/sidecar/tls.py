"""The certificates for calls to the sidecar, read and checked before the first call."""

import ssl
from dataclasses import dataclass
from pathlib import Path

from backend.settings import Settings, SettingUnusable


@dataclass(frozen=True, slots=True)
class Tls:
    """The contents of PEM files.

    Attributes:
        ca: Who signs the sidecar's certificate; None: the certificate authorities of the web.
        certificate: What the backend shows a sidecar that asks for one; None: nothing.
        key: The certificate's private key.
    """

    ca: bytes | None
    certificate: bytes | None
    key: bytes | None


def read_tls(settings: Settings) -> Tls | None:
    """Return the files that the settings name, None where the sidecar is called without TLS.

    Raises:
        SettingUnusable: One is missing, is no PEM file, or the key is not the certificate's.
    """
    if not settings.is_sidecar_tls:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ca = certificate = key = None
    if settings.tangoflux_tls_ca is not None:
        ca = _read("TANGOFLUX_TLS_CA", settings.tangoflux_tls_ca)
        try:
            context.load_verify_locations(settings.tangoflux_tls_ca)
        except ssl.SSLError as error:
            raise SettingUnusable("TANGOFLUX_TLS_CA: it is no certificate in PEM") from error
    if settings.tangoflux_tls_cert is not None and settings.tangoflux_tls_key is not None:
        certificate = _read("TANGOFLUX_TLS_CERT", settings.tangoflux_tls_cert)
        key = _read("TANGOFLUX_TLS_KEY", settings.tangoflux_tls_key)
        try:
            # An encrypted key would be asked for on a terminal that nobody looks at.
            context.load_cert_chain(
                settings.tangoflux_tls_cert, settings.tangoflux_tls_key, password=""
            )
        except (ssl.SSLError, ValueError) as error:
            raise SettingUnusable(
                "TANGOFLUX_TLS_CERT and TANGOFLUX_TLS_KEY: they are not a certificate and its own "
                "unencrypted key, in PEM"
            ) from error
    return Tls(ca, certificate, key)


def _read(variable: str, file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SettingUnusable(f"{variable}: it cannot be read ({error.strerror})") from error
