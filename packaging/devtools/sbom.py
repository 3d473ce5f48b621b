"""The list of what is shipped (CycloneDX 1.5), read from the built folder itself."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from devtools.console import KnownError
from devtools.licences import FOLDER, SystemPackage
from devtools.linux_tree import walk
from devtools.release import NAME, SUMMARY, Release

_NAMESPACE: Final = uuid.UUID("0f0d5d0c-5f5c-4a2e-9d5b-5b1f3d3a3f52")
_PARTS: Final = {
    "python": "PSF-2.0",
    "qt": "LGPL-3.0-only",
    "sqlite": "blessing",
    "icu": "Unicode-3.0",
    "pyinstaller-bootloader": "GPL-2.0-or-later WITH Bootloader-exception",
}
"""What is no package, with its licence."""
_ICU: Final = re.compile(r"(?:lib)?icudata\.so\.([0-9.]+)|icudt([0-9]+)\.dll")
_LOADER: Final = re.compile(r"PyInstaller-([0-9.]+)\.txt")


def write_sbom(bundle: Path, target: Path, release: Release, told: Mapping[str, Any]) -> Path:
    """Write `<artefact>.cdx.json`; `told` is the answer of the program's self-test.

    The same build gives the same file. Raises KnownError when the folder names no packages.
    """
    packages = list(_packages(bundle))
    if not packages:
        raise KnownError(f"{bundle} tells nothing of the packages in it.")
    components = sorted(
        [*packages, *_system_packages(bundle), *_other_parts(bundle, told)],
        key=lambda each: str(each["name"]).lower(),
    )
    digest = hashlib.sha256(json.dumps(components, sort_keys=True).encode()).hexdigest()
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, digest)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(release.epoch, UTC).isoformat(),
            "component": {
                "type": "application",
                "bom-ref": NAME,
                "name": NAME,
                "version": release.version,
                "description": SUMMARY,
                "licenses": [{"license": {"id": "MIT"}}],
            },
        },
        "components": components,
    }
    file = target / release.file_name(".cdx.json")
    file.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def _packages(bundle: Path) -> Iterator[dict[str, Any]]:
    for path in walk(bundle):
        if path.name == "METADATA" and path.parent.suffix == ".dist-info":
            about = BytesHeaderParser().parsebytes(path.read_bytes())
            name, version = str(about["Name"]), str(about["Version"])
            if name != NAME:
                purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
                licence = _licence(about)
                yield {
                    "type": "library",
                    "bom-ref": purl,
                    "name": name,
                    "version": version,
                    "purl": purl,
                    **({"licenses": licence} if licence else {}),
                }


def _system_packages(bundle: Path) -> Iterator[dict[str, Any]]:
    """Libraries of the system that built it, each with the file that holds its licence."""
    for path in walk(bundle):
        if path.parent.name == FOLDER and "_" in path.name:
            package = SystemPackage.of_file(path)
            purl = f"pkg:deb/{package.name}@{quote(package.version)}"
            yield {
                "type": "library",
                "bom-ref": purl,
                "name": package.name,
                "version": package.version,
                "purl": purl,
                "licenses": [{"license": {"name": f"see {FOLDER}/{path.name}"}}],
            }


def _licence(about: Message) -> list[dict[str, Any]]:
    """The expression where there is one, else the name that is short enough to be one."""
    expression = about["License-Expression"]
    if expression:
        return [{"expression": str(expression)}]
    classified = [
        str(line).rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or ()
        if str(line).startswith("License :: ")
    ]
    named = str(about["License"] or "").strip()
    names = classified or ([named] if named and "\n" not in named else [])
    return [{"license": {"name": name}} for name in names]


def _other_parts(bundle: Path, told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    names = [path.name for path in walk(bundle)]
    icu = next((found for name in names if (found := _ICU.fullmatch(name))), None)
    loader = next((found for name in names if (found := _LOADER.fullmatch(name))), None)
    versions = {
        "icu": (icu[1] or icu[2]) if icu else None,
        "pyinstaller-bootloader": loader[1] if loader else None,
        "python": told.get("python"),
        "qt": (told.get("pictures") or {}).get("qt"),
        "sqlite": told.get("sqlite"),
    }
    for name, licence in _PARTS.items():
        if versions[name]:
            yield {
                "type": "library",
                "bom-ref": f"{name}@{versions[name]}",
                "name": name,
                "version": str(versions[name]),
                "licenses": [{"expression": licence}],
            }
