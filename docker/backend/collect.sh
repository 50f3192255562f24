#!/bin/bash
# Copies programs, with the libraries that they are linked with, into a folder. Skips the libraries that
# /base-libraries names.
# usage: collect.sh FOLDER PROGRAM...
set -euo pipefail
folder=$1
shift
for name in "$@"; do
  case $name in
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
  # The base image already has this library.
  if grep --quiet --line-regexp --fixed-strings "$path" /base-libraries; then continue; fi
  install -D "$(readlink -f "$path")" "$folder/$target"
done
