"""The project: settings, addresses, Celery; `site` stands on all apps, `kit` lies below them."""

from .celery import app as celery_app

__all__ = ["celery_app"]
