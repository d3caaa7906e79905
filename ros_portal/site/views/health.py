"""Is the portal alive, and is it ready? For load balancers and for the supervisor."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis, RedisError


@login_not_required
@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; says nothing about what it leans on."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """What the portal leans on. Only the database is needed to serve pages: without it 503."""
    database = _database_answers()
    broker = _broker_answers()
    status = "ok" if database and broker else "degraded" if database else "unavailable"
    return JsonResponse(
        {"status": status, "database": _word(database), "broker": _word(broker)}, status=200 if database else 503
    )


def _word(is_up: bool) -> str:
    return "ok" if is_up else "away"


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker_answers() -> bool:
    client = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5)
    try:
        return bool(client.ping())
    except RedisError:
        return False
    finally:
        client.close()
