import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import ros_portal.kit.states


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0006_input_has_papers_motions_and_a_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="CoSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("offered", "aangeboden"),
                            ("signed", "medeondertekend"),
                            ("declined", "niet medeondertekend"),
                            ("withdrawn", "aanbod ingetrokken"),
                        ],
                        default="offered",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                (
                    "offered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="aangeboden op"
                    ),
                ),
                ("offered_by", models.CharField(max_length=250, verbose_name="aangeboden door")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="besloten op")),
                ("decided_by", models.CharField(blank=True, max_length=250, verbose_name="besloten door")),
            ],
            options={
                "verbose_name": "medeondertekening",
                "verbose_name_plural": "medeondertekeningen",
                "ordering": ["council__organisation__name", "fractie__name"],
            },
            bases=(ros_portal.kit.states.Stateful, models.Model),
        ),
        migrations.AddField(
            model_name="cosignature",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cosignatures", to="organisations.council"
            ),
        ),
        migrations.AddField(
            model_name="cosignature",
            name="fractie",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cosignatures",
                to="organisations.fractie",
            ),
        ),
        migrations.AddField(
            model_name="cosignature",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cosignatures",
                to="consultations.contributionversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="cosignature",
            constraint=models.UniqueConstraint(
                fields=("version", "council", "fractie"), name="cosignature_offered_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="cosignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("status", "offered")),
                    models.Q(models.Q(("status", "offered"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="cosignature_decided_has_a_date",
            ),
        ),
    ]
