"""Which certificates are trusted: those that the operating system trusts."""

from __future__ import annotations

import ssl
import sys
from pathlib import Path
from typing import Final

_ROOT_FILES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


def system_trust() -> ssl.SSLContext:
    """A verifying context with the system's roots. Reads files: takes 10 to 100 ms, use a thread.

    Windows and macOS verify through truststore. Elsewhere the roots are read once here instead:
    truststore would read them again for every connection, 17 ms each on the window's thread.
    """
    if sys.platform in ("win32", "darwin"):
        try:
            import truststore

            return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        except (ImportError, OSError):
            return ssl.create_default_context()
    context = ssl.create_default_context()
    if not _has_roots(context):
        # A frozen program's OpenSSL looks where the building machine kept its roots.
        for path in _ROOT_FILES:
            if Path(path).is_file():
                context.load_verify_locations(cafile=path)
                break
    return context


def no_trust() -> ssl.SSLContext:
    """A context that trusts nobody, for connections that use no TLS; costs next to nothing."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _has_roots(context: ssl.SSLContext) -> bool:
    paths = ssl.get_default_verify_paths()
    has_folder = bool(paths.capath) and any(Path(paths.capath).glob("*.0"))
    return has_folder or context.cert_store_stats()["x509_ca"] > 0
