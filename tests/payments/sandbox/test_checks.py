from typing import Any

import pytest

from payments.sandbox.checks import refuse_in_production


@pytest.mark.parametrize(("enabled", "ids"), [(True, ["sandbox.E001"]), (False, [])])
def test_deployment_may_not_carry_the_gateway(enabled: bool, ids: list[str], settings: Any) -> None:
    settings.SANDBOX_ENABLED = enabled
    assert [error.id for error in refuse_in_production()] == ids
