import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import consultations.models.attachments
import ros_portal.kit.states


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0009_reading_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("query", models.CharField(blank=True, max_length=500, verbose_name="filters")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("xlsx", "Excel"),
                            ("csv", "CSV"),
                            ("json", "JSON"),
                            ("zip", "alles in één ZIP"),
                        ],
                        max_length=5,
                        verbose_name="soort bestand",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "wacht"),
                            ("running", "wordt gemaakt"),
                            ("ready", "klaar"),
                            ("failed", "mislukt"),
                        ],
                        default="queued",
                        max_length=8,
                        verbose_name="stand",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="gevraagd op"
                    ),
                ),
                ("lease", models.UUIDField(blank=True, null=True)),
                ("leased_until", models.DateTimeField(blank=True, null=True, verbose_name="in bewerking tot")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="pogingen")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="gedaan")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="totaal")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="klaar op")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="te downloaden tot")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        storage=consultations.models.attachments.private_storage,
                        upload_to=consultations.models.attachments.random_name,
                        verbose_name="bestand",
                    ),
                ),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="grootte in bytes")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
            ],
            options={
                "verbose_name": "download",
                "verbose_name_plural": "downloads",
                "ordering": ["-asked_at", "-pk"],
            },
            bases=(ros_portal.kit.states.Stateful, models.Model),
        ),
        migrations.AddField(
            model_name="export",
            name="council",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.council",
            ),
        ),
        migrations.AddField(
            model_name="export",
            name="mandate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="exports", to="organisations.mandate"
            ),
        ),
        migrations.AddField(
            model_name="export",
            name="round",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consultations.consultationround",
            ),
        ),
        migrations.AddIndex(
            model_name="export",
            index=models.Index(
                condition=models.Q(("status__in", ["queued", "running"])), fields=["asked_at"], name="export_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease__isnull", False), ("leased_until__isnull", False), ("status", "running")),
                    models.Q(models.Q(("status", "running"), _negated=True), ("lease", None), ("leased_until", None)),
                    _connector="OR",
                ),
                name="export_running_has_a_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at", None), ("status__in", ["queued", "running"])),
                    models.Q(
                        models.Q(("status__in", ["queued", "running"]), _negated=True), ("finished_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="export_finished_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "ready"), _negated=True),
                    models.Q(models.Q(("sha256", ""), _negated=True), ("expires_at__isnull", False)),
                    _connector="OR",
                ),
                name="export_ready_has_a_fingerprint",
            ),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(("done__lte", models.F("total"))), name="export_done_is_part_of_total"
            ),
        ),
    ]
