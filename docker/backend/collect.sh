#!/bin/bash
# Copies programs and libraries, with all that they are linked with, below a folder; but not what
# /base-libraries names.
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
  if grep --quiet --line-regexp --fixed-strings "$path" /base-libraries; then continue; fi
  install -D "$(readlink -f "$path")" "$folder/$target"
done
