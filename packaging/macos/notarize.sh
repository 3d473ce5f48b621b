#!/bin/sh
# notarize.sh FILE.dmg: has the vendor of the system look at it and staples the answer to it.
# Needs NOTARY_APPLE_ID, NOTARY_TEAM_ID and NOTARY_PASSWORD in the environment.
set -eu

image=$1
codesign --verify --deep --strict --verbose=2 "$(dirname -- "$image")/NanoBanana Desktop.app"
xcrun notarytool submit "$image" --wait \
  --apple-id "$NOTARY_APPLE_ID" --team-id "$NOTARY_TEAM_ID" --password "$NOTARY_PASSWORD"
xcrun stapler staple "$image"
spctl --assess --type open --context context:primary-signature --verbose "$image"
