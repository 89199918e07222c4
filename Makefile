# Every target does its own set-up: a fresh clone needs only python3, its venv module and make.
# Where uv is on the PATH it does the installing, faster; `make run UV=` goes without it.

PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/python -m flask --app wsgi
# Three at a time, on two cores: each waits now and then for its database or its browser.
PROSES ?= 3

ifeq ($(UV),)
BUAT_VENV = $(PYTHON) -m venv --clear $(VENV)
PASANG = $(BIN)/python -m pip install --quiet --no-compile --no-input \
	--disable-pip-version-check --require-hashes
else
BUAT_VENV = $(UV) venv --quiet --clear --seed --no-python-downloads --python "$$(command -v $(PYTHON))" $(VENV)
PASANG = $(UV) pip install --quiet --python $(BIN)/python --require-hashes
endif

# Installing does not compile; the first start does, once. Without the files it leaves, every
# start of every process would take a second and a half longer.
unexport PYTHONDONTWRITEBYTECODE

# The packages of a grown office come along only where the settings ask for them.
DATABASE := $(or $(DATABASE_URL),$(shell sed -n 's/^DATABASE_URL=//p' .env 2>/dev/null))
BERKAS := $(or $(BERKAS_URL),$(shell sed -n 's/^BERKAS_URL=//p' .env 2>/dev/null))
BESAR := $(findstring postgres,$(DATABASE))$(findstring s3://,$(BERKAS))
SIAP := $(VENV)/.runtime-stamp $(if $(BESAR),$(VENV)/.scale-stamp)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run serve test check lint format types cov bench migrate lock clean backup restore \
	ketahanan fuzz pindai panduan

help: ## Daftar perintah ini
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: export MODE := demo
run: $(SIAP) ## Jalankan dengan data contoh di http://127.0.0.1:8000 (PORT=9000 untuk port lain)
	@$(FLASK) db upgrade
	@$(FLASK) data-acuan
	@$(FLASK) demo
	@exec $(BIN)/python -m gunicorn

serve: export MODE := production
serve: $(SIAP) ## Jalankan untuk kantor, tanpa data contoh; pengaturan di .env
	@$(FLASK) db upgrade
	@$(FLASK) data-acuan
	@exec $(BIN)/python -m gunicorn

test: $(VENV)/.dev-stamp ## Semua uji (PYTEST_ARGS="-k masuk -x" untuk sebagian)
	@$(BIN)/python -m pytest -n $(PROSES) $(PYTEST_ARGS)

cov: $(VENV)/.dev-stamp ## Semua uji, dengan baris program yang belum teruji
	@$(BIN)/python -m pytest -n $(PROSES) --cov --cov-report=term-missing $(PYTEST_ARGS)

bench: $(VENV)/.dev-stamp ## Biaya halaman di kantor dengan 100.000 pengajuan: berapa kali biayanya di kantor kecil
	@$(BIN)/python scripts/bench.py

# One after the other, the quick ones first, and the closing line of the tests last.
check: $(VENV)/.dev-stamp ## Semua yang dijalankan CI: gaya, tipe, templat, uji
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory types
	@$(MAKE) --no-print-directory test

lint: $(VENV)/.dev-stamp ## Periksa gaya program, templat, dan kelemahan yang dikenal
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m djlint app/templates --lint --quiet
	@$(BIN)/python -m bandit --quiet --recursive --configfile pyproject.toml app config.py wsgi.py

format: $(VENV)/.dev-stamp ## Rapikan program
	@$(BIN)/python -m ruff check --fix .
	@$(BIN)/python -m ruff format .

types: $(VENV)/.dev-stamp ## Periksa tipe
	@$(BIN)/python -m mypy

migrate: $(VENV)/.dev-stamp ## Buat migrasi dari perubahan model: make migrate PESAN="tambah kolom"
	@test -n "$(PESAN)" || { echo 'Sebutkan isinya: make migrate PESAN="tambah kolom merk"' >&2; exit 2; }
	@$(FLASK) db upgrade
	@$(FLASK) db migrate -m "$(PESAN)"

lock: ## Tetapkan ulang versi paket dari requirements*.in (perlu uv)
	@test -n "$(UV)" || { echo 'uv belum ada; pasang dengan: pipx install uv' >&2; exit 2; }
	@for f in requirements requirements-scale requirements-dev; do \
		$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-header --no-strip-extras $$f.in -o $$f.txt || exit 1; \
	done

backup: $(SIAP) ## Cadangkan basis data dan berkas: make backup KE=/mnt/cadangan KUNCI=/etc/konsumen/kunci-cadangan
	@$(FLASK) backup $(if $(KE),--ke "$(KE)") $(if $(KUNCI),--kunci-berkas "$(KUNCI)")

restore: $(SIAP) ## Pulihkan: make restore ARSIP=... KUNCI=... (YA=1 menggantikan data yang ada)
	@test -n "$(ARSIP)" || { echo 'Sebutkan arsipnya: make restore ARSIP=/mnt/cadangan/konsumen-….tar' >&2; exit 2; }
	@$(FLASK) restore "$(ARSIP)" $(if $(KUNCI),--kunci-berkas "$(KUNCI)") $(if $(YA),--ya)

ketahanan: $(VENV)/.dev-stamp ## Matikan paksa program selagi dipakai, lalu hitung yang hilang (sekitar semenit)
	@$(BIN)/python scripts/ketahanan.py

fuzz: $(VENV)/.dev-stamp ## Isian acak ke semua formulir dan alamat (FUZZ=10000 masukan, belasan menit)
	@FUZZ=$(or $(FUZZ),10000) $(BIN)/python -m pytest tests/keamanan/test_fuzz.py -k sqlite -s -q $(PYTEST_ARGS)
	@FUZZ=$(or $(FUZZ),10000) $(BIN)/python -m pytest tests/pelanggan/test_mesin.py -q $(PYTEST_ARGS)

pindai: $(SIAP) ## Pindai program yang sedang berjalan dengan wapiti, di venv-nya sendiri
	@PYTHON="$(PYTHON)" scripts/pindai.sh

panduan: $(VENV)/.dev-stamp ## Buat ulang gambar Panduan dari program yang sedang berjalan
	@$(BIN)/python scripts/gambar_panduan.py

clean: ## Buang .venv dan berkas sementara; data di instance/ tidak disentuh
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov hasil-uji
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Set-up. A stamp is as old as the install it stands for, so a changed lock installs again.

# Made once; an upgrade of the machine's Python leaves a dead link here, which counts as absent.
$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo \
		"Python belum ada; pasang dengan: sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo \
		"$(PYTHON) lebih tua dari 3.11; pasang yang baru dengan: sudo apt-get install python3.11 python3.11-venv, lalu: make $(MAKECMDGOALS) PYTHON=python3.11" >&2; exit 1; }
ifeq ($(UV),)
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo \
		"Modul venv untuk $(PYTHON) belum ada; pasang dengan: sudo apt-get install python3-venv" >&2; exit 1; }
endif
	@echo "Menyiapkan $(VENV) (sekali saja) ..."
	@$(BUAT_VENV)

$(VENV)/.runtime-stamp: requirements.txt | $(BIN)/python
	@$(PASANG) -r $<
	@touch $@

$(VENV)/.scale-stamp: requirements-scale.txt $(VENV)/.runtime-stamp
	@$(PASANG) -r $<
	@touch $@

# The development lock holds the other two, so theirs are done with it.
$(VENV)/.dev-stamp: requirements-dev.txt requirements-scale.txt requirements.txt | $(BIN)/python
	@$(PASANG) -r $<
	@touch $(VENV)/.runtime-stamp $(VENV)/.scale-stamp $@
