import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import ros_portal.kit.states


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0001_initial"),
        ("documents", "0002_synonyms_and_search"),
        ("organisations", "0002_places_on_the_map"),
        ("organisations", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField(verbose_name="uitstel tot")),
                ("reason", models.TextField(verbose_name="reden")),
                ("office", models.CharField(max_length=250, verbose_name="gegeven door")),
                (
                    "given_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="gegeven op"
                    ),
                ),
            ],
            options={
                "verbose_name": "uitstel",
                "verbose_name_plural": "uitstel",
                "ordering": ["given_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ExtensionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField(verbose_name="uitstel gevraagd tot")),
                ("reason", models.TextField(verbose_name="reden")),
                ("office", models.CharField(max_length=250, verbose_name="gevraagd door")),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="gevraagd op"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("asked", "gevraagd"), ("granted", "toegekend"), ("refused", "afgewezen")],
                        default="asked",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="antwoord")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="beantwoord op")),
            ],
            options={
                "verbose_name": "verzoek om uitstel",
                "verbose_name_plural": "verzoeken om uitstel",
                "ordering": ["-asked_at", "-pk"],
            },
            bases=(ros_portal.kit.states.Stateful, models.Model),
        ),
        migrations.CreateModel(
            name="RoundAddendum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="toevoeging")),
                ("office", models.CharField(max_length=250, verbose_name="toegevoegd door")),
                (
                    "added_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="toegevoegd op"
                    ),
                ),
            ],
            options={
                "verbose_name": "toevoeging",
                "verbose_name_plural": "toevoegingen",
                "ordering": ["added_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="consultationround",
            name="publish_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="wordt gepubliceerd op"),
        ),
        migrations.AddField(
            model_name="consultationround",
            name="published_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="gepubliceerd op"),
        ),
        migrations.AddField(
            model_name="consultationround",
            name="short_time_reason",
            field=models.TextField(blank=True, verbose_name="reden voor een kortere termijn"),
        ),
        migrations.AddConstraint(
            model_name="consultationround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "scheduled"), _negated=True), ("publish_at__isnull", False), _connector="OR"
                ),
                name="round_scheduled_has_a_moment",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="council",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extensions",
                to="organisations.council",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extensions",
                to="consultations.consultationround",
            ),
        ),
        migrations.AddField(
            model_name="extensionrequest",
            name="track",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extension_requests",
                to="consultations.counciltrack",
            ),
        ),
        migrations.AddField(
            model_name="roundaddendum",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="documents.documentversion",
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="roundaddendum",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="addenda",
                to="consultations.consultationround",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="extension_has_a_reason"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extension",
            trigger=pgtrigger.compiler.Trigger(
                name="extension_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4671d2ef50558d54e13e011bf54373fd9e88a8cd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_extension_stays_363ef",
                    table="consultations_extension",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="extension_request_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("status", "asked")),
                    models.Q(models.Q(("status", "asked"), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="extension_request_answered_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "refused"), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="extension_request_refused_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "asked")), fields=("track",), name="extension_request_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="roundaddendum",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="round_addendum_says_something"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundaddendum",
            trigger=pgtrigger.compiler.Trigger(
                name="addendum_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d5d9dc35bf3d6f4826b564deb628eb1166c1b666",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_addendum_stays_385d7",
                    table="consultations_roundaddendum",
                    when="BEFORE",
                ),
            ),
        ),
    ]
