from typing import Any, TypeVar

from factory import Factory

_T = TypeVar("_T")

class DjangoModelFactory(Factory[_T]):
    @classmethod
    def _get_manager(cls, model_class: Any) -> Any: ...

def __getattr__(name: str) -> Any: ...
