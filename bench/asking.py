"""Asking the portal in this process, to count what a request asks of the database."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.load import TOKEN, Request
from bench.servers import HOST_NAME

#: Sent with a transaction, and no query of anybody.
NO_QUERIES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def count_queries(request: Request) -> int:
    """How many SQL statements one request costs, on a portal that has answered one like it before."""
    client = Client()
    client.cookies.load({**request.cookies, "csrftoken": TOKEN})
    headers = {"Host": HOST_NAME, "Referer": f"https://{HOST_NAME}/"}
    with CaptureQueriesContext(connection) as captured:
        if request.form is None:
            response = client.get(request.path, secure=True, headers=headers)
        else:
            response = client.post(
                request.path, {**request.form, "csrfmiddlewaretoken": TOKEN}, secure=True, headers=headers
            )
    if response.status_code >= 400:
        raise RuntimeError(f"{request.path} was answered with {response.status_code}.")
    return sum(not query["sql"].startswith(NO_QUERIES) for query in captured)
