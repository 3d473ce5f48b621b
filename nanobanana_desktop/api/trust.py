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


def count_roots(context: ssl.SSLContext) -> int:
    """How many certificates the context trusts; those of a folder are read only when needed."""
    known: int = context.cert_store_stats()["x509_ca"]
    return known or len(_folder_of_roots())


def has_system_roots() -> bool:
    """Whether this system keeps certificates where they are looked for. Asks, but reads no file.

    Windows and macOS always do.
    """
    if sys.platform in ("win32", "darwin"):
        return True
    named = ssl.get_default_verify_paths().cafile
    files = (named, *_ROOT_FILES) if named else _ROOT_FILES
    return any(Path(file).is_file() for file in files) or bool(_folder_of_roots())


def _has_roots(context: ssl.SSLContext) -> bool:
    return count_roots(context) > 0


def _folder_of_roots() -> list[Path]:
    folder = ssl.get_default_verify_paths().capath
    return list(Path(folder).glob("*.0")) if folder else []
