#!/bin/sh
# Installs NanoBanana Desktop for one user, without any right on the system. Upgrades in place.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
programs=$HOME/.local/lib
commands=$HOME/.local/bin
name=nanobanana-desktop

mkdir -p "$programs" "$commands" "$data/applications" "$data/metainfo"
rm -rf "$programs/$name.new" "$programs/$name.old"
cp -R "$here/$name" "$programs/$name.new"
if [ -e "$programs/$name" ]; then mv "$programs/$name" "$programs/$name.old"; fi
mv "$programs/$name.new" "$programs/$name"
rm -rf "$programs/$name.old"
ln -sf "$programs/$name/$name" "$commands/$name"
cp "$here/uninstall.sh" "$programs/$name/uninstall.sh"

# The menu does not know the person's own commands everywhere, hence the whole path.
quoted=$(printf '%s' "$programs/$name/$name" | sed 's/[\\"`$]/\\&/g; s/[&|\\]/\\&/g')
sed "s|^Exec=.*|Exec=\"$quoted\"|" "$here/share/applications/$name.desktop" \
  >"$data/applications/$name.desktop"
cp "$here/share/metainfo/$name.metainfo.xml" "$data/metainfo/"
(cd "$here/share/icons/hicolor" && find . -type f) | while IFS= read -r icon; do
  mkdir -p "$data/icons/hicolor/$(dirname -- "$icon")"
  cp "$here/share/icons/hicolor/$icon" "$data/icons/hicolor/$icon"
done
if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q "$data/applications" || true
fi

echo "Installed. Start it from the menu, or as $commands/$name"
echo "To remove it: $programs/$name/uninstall.sh"
