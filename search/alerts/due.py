"""Here is the moment and when mails are wanted; tell who has waited long enough to be written to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from corpus.alerts.searches import Frequency
from corpus.settings import WEEKDAYS, MailSettings


def due(now: dt.datetime, mail: MailSettings) -> Mapping[Frequency, float]:
    """Frequency → who was last written to before this moment (seconds since the epoch) is written to now.

    now: aware; days begin at `mail.hour` of its zone.
    """
    morning = now.replace(hour=mail.hour, minute=0, second=0, microsecond=0)
    if morning > now:
        morning -= dt.timedelta(days=1)
    week = morning - dt.timedelta(days=(morning.weekday() - WEEKDAYS.index(mail.weekday)) % 7)
    return {"at_once": float("inf"), "daily": morning.timestamp(), "weekly": week.timestamp()}
