"""The Celery app and what beat does. A task only looks for rows that wait; it carries no work itself."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ros_portal.settings")

app = Celery("ros_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    # A day without workers leaves no thousands of sweeps behind; ten minutes, as clocks of machines may differ.
    "sweep": {"task": "notifications.sweep", "schedule": 15.0, "options": {"expires": 600}},
    "exports": {"task": "consultations.make_exports", "schedule": 30.0, "options": {"expires": 600}},
    "rounds": {"task": "consultations.publish_due_rounds", "schedule": 30.0, "options": {"expires": 600}},
}
