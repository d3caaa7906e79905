"""Documents are read beside the process, so their tests begin with input that is public."""

from tests.consultations.conftest import contribution, phases

__all__ = ["contribution", "phases"]
