#!/bin/bash
# Copies programs and libraries, with all that they are linked with, below a folder.
# usage: collect.sh FOLDER PROGRAM_OR_LIBRARY...
set -euo pipefail
folder=$1
shift
for name in "$@"; do
  case $name in
    *.so.*) path=$(ldconfig -p | awk -v name="$name" '$1 == name { print $NF; exit }') ;;
    pg_*) path=$(echo /usr/lib/postgresql/*/bin/"$name") ;;
    *) path=$(command -v "$name") ;;
  esac
  echo "$path"
  ldd "$path" | awk '$2 == "=>" { print $3 }'
done | sort -u | while read -r path; do
  case $path in
    /usr/lib/postgresql/*) target=/usr/local/bin/${path##*/} ;;
    *) target=$(readlink -f "${path%/*}")/${path##*/} ;;
  esac
  # What the base has already stays the base's.
  case ${path##*/} in libc.so* | libm.so* | libpthread.so* | libdl.so* | librt.so*) continue ;; esac
  install -D "$(readlink -f "$path")" "$folder/$target"
done
