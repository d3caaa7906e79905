"""The machinery behind every `policies.py`: one table, one answer, one door for writes."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.db.models import Model, TextChoices

from .actor import Actor
from .models import AuditEntry

Subject = TypeVar("Subject")
Rest = ParamSpec("Rest")
Result = TypeVar("Result")

#: Who may: judges the actor and what the step is about; never the moment.
Rule = Callable[[Actor, Any], bool]


#: What every permission is called in the audit record, whatever app it is of.
_labels: dict[str, str] = {}


def permission_labels() -> dict[str, str]:
    """Permission → its name in Dutch, for all policies that exist."""
    return dict(_labels)


class Policy:
    """A total table from permission to rule.

    It refuses to exist when a permission has no rule, and refuses a second action for a permission,
    so "who may do what" is read in one place and cannot differ between two.
    """

    def __init__(self, permissions: type[TextChoices], rules: Mapping[Any, Rule]) -> None:
        without_rule = set(permissions) - set(rules)
        unknown = set(rules) - set(permissions)
        if without_rule or unknown:
            raise ImproperlyConfigured(
                f"Permissions without a rule: {sorted(without_rule)}; rules without a permission: {sorted(unknown)}."
            )
        self.permissions = permissions
        self.rules: dict[Any, Rule] = dict(rules)
        self.actions: dict[Any, Callable[..., Any]] = {}
        _labels.update({str(permission.value): str(permission.label) for permission in permissions})

    def allows(self, actor: Actor, permission: Any, subject: Any = None) -> bool:
        """Whether this actor may ever take this step on this subject; not whether it can happen now."""
        return self.rules[permission](actor, subject)

    def require(self, actor: Actor, permission: Any, subject: Any = None) -> None:
        """Raise PermissionDenied (HTTP 403) where `allows` says no."""
        if not self.allows(actor, permission, subject):
            raise PermissionDenied

    def allowed(self, actor: Actor, subject: Any, permissions: Iterable[Any]) -> frozenset[str]:
        """Those of `permissions` that the actor may use on the subject, as values for a template."""
        return frozenset(str(p.value) for p in permissions if self.allows(actor, p, subject))

    def action(
        self, permission: Any
    ) -> Callable[
        [Callable[Concatenate[Actor, Subject, Rest], Result]], Callable[Concatenate[Actor, Subject, Rest], Result]
    ]:
        """Make a function the one action for a permission: check, one transaction, one audit entry.

        The function's first argument is the actor, its second what the step is about. Raises
        PermissionDenied before anything else happens. An action cannot run inside another: its
        transaction is the outermost one, so what it acknowledged is committed when it returns.
        """
        if permission in self.actions:
            raise ImproperlyConfigured(f"{permission} already has an action: {self.actions[permission].__name__}.")

        def decorate(
            act: Callable[Concatenate[Actor, Subject, Rest], Result],
        ) -> Callable[Concatenate[Actor, Subject, Rest], Result]:
            @wraps(act)
            def guarded(actor: Actor, subject: Subject, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Result:
                self.require(actor, permission, subject)
                with transaction.atomic(durable=True):
                    result = act(actor, subject, *args, **kwargs)
                    target = next((it for it in (result, subject) if isinstance(it, Model)), None)
                    AuditEntry.objects.record(actor, permission.value, target)
                return result

            self.actions[permission] = guarded
            return guarded

        return decorate
