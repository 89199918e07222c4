"""Peserta: an index for the whole list.

Why: staff list all participants, the newest first; until now only those of one status had an index
in that order, and the list sorted everybody for each page.
Data: none changes.
Locks: the index is built while registrations wait; with some thousand rows a moment.
Way back: the index goes, the list is slower.
"""

from alembic import op

revision = "20261128_1062"
down_revision = "20261128_1061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_peserta_urut", "peserta", ["dibuat_pada", "id"])


def downgrade() -> None:
    op.drop_index("ix_peserta_urut", "peserta")
