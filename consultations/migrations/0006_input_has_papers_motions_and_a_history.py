import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import consultations.models.attachments


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0005_questions_have_a_format_and_answers_a_paragraph"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=150, verbose_name="naam")),
                ("media_type", models.CharField(max_length=100, verbose_name="soort")),
                ("size", models.PositiveIntegerField(verbose_name="grootte in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        storage=consultations.models.attachments.private_storage,
                        upload_to=consultations.models.attachments.random_name,
                        verbose_name="bestand",
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="toegevoegd op"
                    ),
                ),
            ],
            options={
                "verbose_name": "bijlage",
                "verbose_name_plural": "bijlagen",
                "ordering": ["version", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DraftRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="volgnummer")),
                ("started_at", models.DateTimeField(verbose_name="begonnen op")),
                ("saved_at", models.DateTimeField(verbose_name="bewaard op")),
                ("words", models.JSONField(verbose_name="tekst")),
            ],
            options={
                "verbose_name": "eerdere versie van een concept",
                "verbose_name_plural": "eerdere versies van concepten",
                "ordering": ["version", "number"],
            },
        ),
        migrations.CreateModel(
            name="Motion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                ("reference", models.CharField(blank=True, max_length=100, verbose_name="kenmerk")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("adopted", "aangenomen"),
                            ("rejected", "verworpen"),
                            ("held", "aangehouden"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        max_length=10,
                        verbose_name="uitslag",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="wat de motie vraagt")),
            ],
            options={
                "verbose_name": "motie",
                "verbose_name_plural": "moties",
                "ordering": ["version", "pk"],
            },
        ),
        migrations.AddField(
            model_name="contribution",
            name="report",
            field=models.TextField(blank=True, verbose_name="verslag van het gesprek"),
        ),
        migrations.AddField(
            model_name="contributionversion",
            name="particulars",
            field=models.JSONField(blank=True, default=dict, verbose_name="bijzonderheden"),
        ),
        migrations.AddConstraint(
            model_name="contributionversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("frozen_at", None)), fields=("contribution",), name="contribution_one_open_version"
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attachments",
                to="consultations.contributionversion",
            ),
        ),
        migrations.AddField(
            model_name="draftrevision",
            name="saved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="bewaard door",
            ),
        ),
        migrations.AddField(
            model_name="draftrevision",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="revisions",
                to="consultations.contributionversion",
            ),
        ),
        migrations.AddField(
            model_name="motion",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="motions",
                to="consultations.contributionversion",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_when_handed_in",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT 1 FROM consultations_contributionversion version\n        WHERE version.id = NEW.version_id AND version.frozen_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'the answers of a version that was handed in do not change';\n    END IF;\n    RETURN NEW;\n",
                    hash="9bc95c808fbc948f026032785734544ea28bd860",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_frozen_when_handed_in_05e20",
                    table="consultations_attachment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="kept_when_handed_in",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT 1 FROM consultations_contributionversion version\n        WHERE version.id = OLD.version_id AND version.frozen_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'the answers of a version that was handed in do not change';\n    END IF;\n    RETURN OLD;\n",
                    hash="d0aa379e819c0f37fc8f58ffee36da9f5d2dfbca",
                    operation="DELETE",
                    pgid="pgtrigger_kept_when_handed_in_ad043",
                    table="consultations_attachment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="draftrevision",
            constraint=models.UniqueConstraint(fields=("version", "number"), name="draft_revision_once"),
        ),
        migrations.AddConstraint(
            model_name="draftrevision",
            constraint=models.CheckConstraint(
                condition=models.Q(("saved_at__gte", models.F("started_at"))), name="draft_revision_ends_after_it_began"
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="motion_has_a_title"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="motion",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_when_handed_in",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT 1 FROM consultations_contributionversion version\n        WHERE version.id = NEW.version_id AND version.frozen_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'the answers of a version that was handed in do not change';\n    END IF;\n    RETURN NEW;\n",
                    hash="2d2d8905e6b6da861caa379f8cf8b1dbb30d5059",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_frozen_when_handed_in_f335e",
                    table="consultations_motion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="motion",
            trigger=pgtrigger.compiler.Trigger(
                name="kept_when_handed_in",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT 1 FROM consultations_contributionversion version\n        WHERE version.id = OLD.version_id AND version.frozen_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'the answers of a version that was handed in do not change';\n    END IF;\n    RETURN OLD;\n",
                    hash="af8fd956c64bd2b2445e554fbe4760b6a72faaa8",
                    operation="DELETE",
                    pgid="pgtrigger_kept_when_handed_in_f3a31",
                    table="consultations_motion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
