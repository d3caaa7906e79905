from typing import Any, TypeVar

from factory import Factory

T = TypeVar("T")

class DjangoModelFactory(Factory[T]):
    @classmethod
    def _get_manager(cls, model_class: Any) -> Any: ...

def __getattr__(name: str) -> Any: ...
