import django.db.models.constraints
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0012_withdrawn_rounds_have_a_date"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="question",
            name="question_position_once",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consultationround",
            trigger=pgtrigger.compiler.Trigger(
                name="round_stays_as_published",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" IN ('published', 'withdrawn'))",
                    func="\n    IF (NEW.phase_id, NEW.title, NEW.slug, NEW.brief, NEW.opens_at, NEW.published_at)\n        IS DISTINCT FROM (OLD.phase_id, OLD.title, OLD.slug, OLD.brief, OLD.opens_at, OLD.published_at)\n    THEN\n        RAISE EXCEPTION 'what a published round says does not change';\n    END IF;\n    IF NEW.closes_at < OLD.closes_at THEN\n        RAISE EXCEPTION 'a published round only closes later';\n    END IF;\n    IF NEW.status IN ('draft', 'scheduled') OR OLD.status = 'withdrawn' AND NEW.status <> 'withdrawn' THEN\n        RAISE EXCEPTION 'a published round does not become a draft again';\n    END IF;\n    RETURN NEW;\n",
                    hash="e0f4960d6a80eda3211884fa13a569947a08a819",
                    operation="UPDATE",
                    pgid="pgtrigger_round_stays_as_published_76bf3",
                    table="consultations_consultationround",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consultationround",
            trigger=pgtrigger.compiler.Trigger(
                name="published_round_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" IN ('published', 'withdrawn'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b61a850b0046f375c37adb22731bdf0a48e52ba9",
                    operation="DELETE",
                    pgid="pgtrigger_published_round_is_kept_6854d",
                    table="consultations_consultationround",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="questions_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT 1 FROM consultations_consultationround round\n        WHERE round.id IN (OLD.round_id, NEW.round_id) AND round.status IN ('published', 'withdrawn')\n    ) THEN\n        RAISE EXCEPTION 'the questions of a published round do not change';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n",
                    hash="cdef84bb33975d7b199fb944ba7404856613a648",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_questions_stay_671a8",
                    table="consultations_question",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="consultationround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "withdrawn"), ("withdrawn_at__isnull", False)),
                    models.Q(models.Q(("status", "withdrawn"), _negated=True), ("withdrawn_at", None)),
                    _connector="OR",
                ),
                name="round_withdrawn_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("round", "position"),
                name="question_position_once",
            ),
        ),
    ]
