"""The table of sounds.

Revision ID: 0001
Revises: nothing
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade by one revision."""
    op.create_table(
        "environment_sounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("prompt", sa.String(length=1000), nullable=False),
        sa.Column(
            "negative_prompt", sa.String(length=1000), server_default=sa.text("''"), nullable=False
        ),
        sa.Column("description", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("category", sa.String(length=100), nullable=True),
        sa.Column("duration_seconds", sa.Double(), nullable=True),
        sa.Column("steps", sa.Integer(), nullable=True),
        sa.Column("cfg_scale", sa.Double(), nullable=True),
        sa.Column("seed", sa.BigInteger(), nullable=True),
        sa.Column(
            "engine_requested", sa.String(length=100), server_default=sa.text("''"), nullable=False
        ),
        sa.Column("loop", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("audio_format", sa.String(length=20), server_default="wav_16", nullable=False),
        sa.Column("target_lufs", sa.Double(), nullable=True),
        sa.Column("created_by", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "generation_status", sa.String(length=20), server_default="pending", nullable=False
        ),
        sa.Column("generation_progress", sa.Double(), server_default=sa.text("0"), nullable=False),
        sa.Column("progress_detail", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("error_reason", sa.String(length=64), nullable=True),
        sa.Column("priority", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("idempotency_key", sa.String(length=255), nullable=True),
        sa.Column(
            "request_fingerprint",
            sa.String(length=64),
            server_default=sa.text("''"),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failure_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("deferral_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_until", sa.Double(), nullable=True),
        sa.Column("next_attempt_at", sa.Double(), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("file_path", sa.String(length=512), nullable=True),
        sa.Column("file_size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("sample_rate_hertz", sa.Integer(), nullable=True),
        sa.Column("channels", sa.Integer(), nullable=True),
        sa.Column("frame_count", sa.BigInteger(), nullable=True),
        sa.Column("peak_dbfs", sa.Double(), nullable=True),
        sa.Column("loudness_lufs", sa.Double(), nullable=True),
        sa.Column("generation_seconds", sa.Double(), nullable=True),
        sa.Column("generation_model", sa.String(length=100), nullable=True),
        sa.Column("model_revision", sa.String(length=200), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("play_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("download_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("favorite_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("quality_score", sa.Double(), nullable=True),
        sa.Column("user_rating", sa.Double(), nullable=True),
        sa.Column("rating_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("is_public", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("is_featured", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("sort_order", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("color", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_environment_sounds")),
        sa.UniqueConstraint("file_path", name=op.f("uq_environment_sounds_file_path")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_environment_sounds_idempotency_key")),
        sa.UniqueConstraint("request_id", name=op.f("uq_environment_sounds_request_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_environment_sounds_created_at", "environment_sounds", ["created_at"])
    op.create_index(
        "ix_environment_sounds_queue",
        "environment_sounds",
        ["generation_status", "priority", "created_at"],
    )


def downgrade() -> None:
    """Downgrade by one revision."""
    op.drop_table("environment_sounds")
