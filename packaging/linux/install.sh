#!/bin/sh
# Installs NanoBanana Desktop for one user, without any right on the system. Upgrades in place.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
programs=$HOME/.local/lib
commands=$HOME/.local/bin
name=nanobanana-desktop
own=$programs/$name/$name

refuse() {
  echo "$1" >&2
  exit 2
}
if [ "$(id -u)" = 0 ] && [ -n "${SUDO_USER:-}" ]; then
  refuse "This installs for one person. Run it without sudo."
fi
if [ -e "$own" ]; then
  real=$(readlink -f "$own")
  for process in /proc/[0-9]*; do
    if [ "$(readlink "$process/exe" 2>/dev/null || true)" = "$real" ]; then
      refuse "NanoBanana Desktop is running. Quit it, then run this again."
    fi
  done
fi
new=$(cat "$here/VERSION")
old=$(cat "$programs/$name/VERSION" 2>/dev/null || echo "$new")
if [ "$(printf '%s\n%s\n' "$old" "$new" | sort -V | tail -n 1)" != "$new" ]; then
  refuse "Version $old is installed, which is newer than $new. To go back, first run $programs/$name/uninstall.sh; your data stay."
fi

mkdir -p "$programs" "$commands" "$data/applications" "$data/metainfo"
rm -rf "$programs/$name.new" "$programs/$name.old"
cp -R "$here/$name" "$programs/$name.new"
if [ -e "$programs/$name" ]; then mv "$programs/$name" "$programs/$name.old"; fi
mv "$programs/$name.new" "$programs/$name"
rm -rf "$programs/$name.old"
cp "$here/uninstall.sh" "$here/VERSION" "$programs/$name/"
command=$commands/$name
if [ -L "$command" ] && [ "$(readlink "$command")" = "$own" ]; then
  :
elif [ -e "$command" ] || [ -L "$command" ]; then
  echo "$command is something else and stays as it is." >&2
  command=$own
else
  ln -s "$own" "$command"
fi

# The menu does not know the person's own commands everywhere, hence the whole path. Twice quoted:
# once for the command line in the entry, once for the entry; and then for sed.
quoted=$(printf '%s' "$own" | sed 's/\\/\\\\\\\\/g; s/["`$]/\\\\&/g; s/%/%%/g; s/[&|\\]/\\&/g')
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

echo "Installed. Start it from the menu, or as $command"
echo "To remove it: $programs/$name/uninstall.sh"
