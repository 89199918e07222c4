"""Cek SKHP: a certificate is found by its number however it was typed.

Why: numbers with a small letter or a space in them were not found by whoever typed them otherwise.
Data: none changes.
Locks: one index; on PostgreSQL whoever issues a certificate waits while it is built, well under a
second for a hundred thousand.
Way back: the index goes, the question reads all certificates.

No model speaks of it (app/core/cari.py): SQLite does not tell of indexes on expressions. For the
same reason a later migration that rebuilds `skhp` in batch mode must make it again; a test of Cek
SKHP says so.
"""

from alembic import op

revision = "20261129_3001"
down_revision = "20261129_2001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX cari_skhp ON skhp (upper(replace(nomor, ' ', '')))")


def downgrade() -> None:
    op.execute("DROP INDEX cari_skhp")
