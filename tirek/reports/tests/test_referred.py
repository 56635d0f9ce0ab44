"""Help that reached somebody through a referral is in the report's figures once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from tirek.gate.acting import act_as
from tirek.grants import actions as grants
from tirek.referrals import closing
from tirek.referrals.tests import make
from tirek.reports.indicators.reading import READER, Reading

pytestmark = pytest.mark.django_db


def test_help_through_a_referral_counts_once_for_the_grant_that_pays() -> None:
    of, today = make.cast(), timezone.localdate()
    referral = make.accepted(of)
    make.doing(closing.complete, referral, of.provider, received=True)
    with act_as(of.provider.actor):
        grant = grants.open_grant(
            agency=of.provider.agency,
            title="Помощь",
            amount=Decimal(0),
            starts_on=today,
            ends_on=today,
            by=of.provider.actor,
        )
        reading = Reading(grant, using=READER)
        assert reading.given_once().count() == 0
        closing.deliver(referral=referral, given_on=today, grant=grant, by=of.provider.actor)
        assert (reading.given().count(), reading.given_once().count()) == (1, 1)
