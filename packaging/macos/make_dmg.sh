#!/bin/sh
# make_dmg.sh VERSION: dist/NanoBanana Desktop.app into dist/nanobanana-desktop-VERSION-MACHINE.dmg
set -eu

version=$1
here=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
app="$here/dist/NanoBanana Desktop.app"
image="$here/dist/nanobanana-desktop-$version-$(uname -m).dmg"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cp -R "$app" "$folder/"
cp "$here/LICENSE" "$here/THIRD_PARTY_LICENSES.md" "$folder/"
ln -s /Applications "$folder/Applications"
rm -f "$image"
hdiutil create -volname "NanoBanana Desktop" -srcfolder "$folder" -fs HFS+ -format UDZO "$image"
if [ -n "${CODESIGN_IDENTITY:-}" ]; then
  codesign --sign "$CODESIGN_IDENTITY" --timestamp "$image"
fi
echo "$image"
