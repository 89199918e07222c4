#!/usr/bin/env bash
# Let wapiti look for weak spots in the running program: a demo of its own on loopback, as nobody,
# as a participant and as the counter. Wapiti pulls in old versions of our own packages, so it lives
# in a venv of its own. Bounded in time; asks nobody outside this machine.
set -euo pipefail
cd "$(dirname "$0")/.."

PYTHON=${PYTHON:-python3}
BIN=${BIN:-.venv/bin}
WAPITI=${WAPITI:-.venv-pindai}
PORT=${PORT:-8399}
LAMA=${LAMA:-90} # seconds to crawl, and for each module, for each visitor

if ! [ -x "$WAPITI/bin/wapiti" ]; then
  "$PYTHON" -m venv "$WAPITI"
  "$WAPITI/bin/pip" install --quiet --disable-pip-version-check 'wapiti3==3.2.*'
fi

KERJA=$(mktemp -d)
export MODE=demo CAPTCHA=off MFA=off WEB_CONCURRENCY=2 BIND="127.0.0.1:$PORT"
export DATABASE_URL="sqlite:///$KERJA/pindai.db" BERKAS_URL="$KERJA/berkas"
export ALAMAT_SITUS="http://127.0.0.1:$PORT" DEMO_PASSWORD=pindai-timbangan-jujur-77
"$BIN/python" -m flask --app wsgi db upgrade 2>/dev/null
"$BIN/python" -m flask --app wsgi data-acuan >/dev/null
"$BIN/python" -m flask --app wsgi demo >/dev/null
"$BIN/python" -m gunicorn >"$KERJA/peladen.log" 2>&1 &
PELADEN=$!
trap 'kill "$PELADEN" 2>/dev/null; wait "$PELADEN" 2>/dev/null || true; rm -rf "$KERJA"' EXIT
for _ in $(seq 60); do
  "$BIN/python" scripts/masuk_demo.py "$ALAMAT_SITUS/masuk" >/dev/null 2>&1 && break
  sleep 1
done

# Those that need a helper on the internet, or a list from there, are left out.
MODUL=cookieflags,csp,csrf,crlf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,sql,timesql,upload,xss
pindai() { # who, then further arguments
  local siapa=$1
  shift
  "$WAPITI/bin/wapiti" --url "$ALAMAT_SITUS/" --module "$MODUL" --no-bugreport --flush-session \
    --store-session "$KERJA/sesi-$siapa" --store-config "$KERJA/wapiti" --scope folder \
    --max-scan-time "$LAMA" --max-attack-time "$LAMA" --tasks 4 --verbose 0 --format json \
    --output "$KERJA/$siapa.json" "$@" >"$KERJA/$siapa.log" 2>&1 || true
}
# All sign in before the first scan: what it tries at the doors has them closed for this address.
declare -A KUE
for siapa in tamu:masuk: peserta:masuk:6471010101900001 pelayanan:admin/masuk:pelayanan; do
  IFS=: read -r nama pintu akun <<<"$siapa"
  KUE[$nama]=$("$BIN/python" scripts/masuk_demo.py "$ALAMAT_SITUS/$pintu" "$akun")
done
for nama in pelayanan peserta tamu; do # the shortest session first; signing out would end it
  pindai "$nama" --cookie-value "${KUE[$nama]}" --exclude "$ALAMAT_SITUS/keluar" \
    --exclude "$ALAMAT_SITUS/sesi/*" --start "$ALAMAT_SITUS/uttp" \
    --start "$ALAMAT_SITUS/pengajuan" --start "$ALAMAT_SITUS/admin"
done
"$BIN/python" scripts/baca_pindai.py "$KERJA"/{tamu,peserta,pelayanan}.json "$KERJA/peladen.log"
