"""Akun petugas: satu NIP, satu akun.

Why: staff may sign in by NIP, and accounts are now added on a page; two with one NIP would leave it
to chance whose door it is.
Data: none changes. Until now accounts with a NIP were made by hand only; should two share one, the
upgrade stops here and changes nothing, and the office says whose it is.
Locks: the index is built on one small table; sign-ins wait for that moment.
Way back: the index goes, the accounts stay as they are.
"""

from alembic import op

revision = "20261122_1106"
down_revision = "20261122_1105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No other account may carry the NIP of one."""
    op.create_index("uq_pengguna_nip", "pengguna", ["nip"], unique=True)


def downgrade() -> None:
    """Two may again."""
    op.drop_index("uq_pengguna_nip", "pengguna")
