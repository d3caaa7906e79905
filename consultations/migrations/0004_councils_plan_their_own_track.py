import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0003_published_rounds_have_a_date"),
    ]

    operations = [
        migrations.CreateModel(
            name="CouncilEvening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("orientation", "beeldvorming"),
                            ("deliberation", "oordeelsvorming"),
                            ("decision", "besluitvorming"),
                        ],
                        max_length=12,
                        verbose_name="stap",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="datum")),
                ("papers_due_on", models.DateField(verbose_name="stukken inleveren op")),
            ],
            options={
                "verbose_name": "vergaderavond",
                "verbose_name_plural": "vergaderavonden",
                "ordering": ["held_on", "step"],
            },
        ),
        migrations.AddField(
            model_name="counciltrack",
            name="planned_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="gepland op"),
        ),
        migrations.AddField(
            model_name="involvement",
            name="invites_council",
            field=models.BooleanField(default=True, verbose_name="de raad geeft inbreng"),
        ),
        migrations.AddField(
            model_name="involvement",
            name="invites_fractie",
            field=models.BooleanField(default=True, verbose_name="fracties geven inbreng"),
        ),
        migrations.AddField(
            model_name="involvement",
            name="invites_individual",
            field=models.BooleanField(default=True, verbose_name="raadsleden geven eigen inbreng"),
        ),
        migrations.AddConstraint(
            model_name="counciltrack",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("orientation_on", None),
                        ("deliberation_on", None),
                        ("deliberation_on__gte", models.F("orientation_on")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("deliberation_on", None),
                        ("decision_on", None),
                        ("decision_on__gte", models.F("deliberation_on")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("orientation_on", None),
                        ("decision_on", None),
                        ("decision_on__gte", models.F("orientation_on")),
                        _connector="OR",
                    ),
                ),
                name="track_evenings_in_their_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="counciltrack",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("papers_due_on", None),
                    models.Q(("decision_on__isnull", False), ("papers_due_on__lte", models.F("decision_on"))),
                    _connector="OR",
                ),
                name="track_papers_before_the_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("invites_individual", True), ("invites_fractie", True), ("invites_council", True), _connector="OR"
                ),
                name="involvement_invites_somebody",
            ),
        ),
        migrations.AddField(
            model_name="councilevening",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="evenings", to="organisations.council"
            ),
        ),
        migrations.AddConstraint(
            model_name="councilevening",
            constraint=models.UniqueConstraint(fields=("council", "step", "held_on"), name="council_evening_once"),
        ),
        migrations.AddConstraint(
            model_name="councilevening",
            constraint=models.CheckConstraint(
                condition=models.Q(("papers_due_on__lte", models.F("held_on"))),
                name="council_evening_papers_come_before_it",
            ),
        ),
    ]
