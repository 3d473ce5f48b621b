#!/bin/sh
# Removes NanoBanana Desktop of this user. Pictures, history and settings stay.
set -eu

data=${XDG_DATA_HOME:-$HOME/.local/share}
name=nanobanana-desktop

command=$HOME/.local/bin/$name
if [ -L "$command" ] && [ "$(readlink "$command")" = "$HOME/.local/lib/$name/$name" ]; then
  rm -f "$command"
fi
rm -f "$data/applications/$name.desktop" "$data/metainfo/$name.metainfo.xml"
find "$data/icons/hicolor" -type f \( -name "$name.png" -o -name "$name.svg" \) -exec rm -f {} + \
  2>/dev/null || true
find "$data/icons/hicolor" -type d -empty -delete 2>/dev/null || true
if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q "$data/applications" || true
fi
rm -rf "$HOME/.local/lib/$name"

echo "Removed. Your pictures, history and settings stay in $data/nanobanana-desktop"
