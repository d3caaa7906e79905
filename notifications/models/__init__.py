"""TELLING: notices, for whom they are, and the e-mails that carry them."""

from .deliveries import Delivery, DeliveryStatus
from .mails import Mail, MailStatus
from .notices import Audience, Notice, NoticeKind, NoticeStatus

__all__ = [
    "Audience",
    "Delivery",
    "DeliveryStatus",
    "Mail",
    "MailStatus",
    "Notice",
    "NoticeKind",
    "NoticeStatus",
]
