"""The ten national status codes are read off, never written."""

import pytest

from procedures.definition.lifecycle import HoldKind, Stage, national_code


@pytest.mark.parametrize(
    ("stage", "handed_over", "holds", "code"),
    [
        (Stage.DRAFT, False, [], None),
        (Stage.SUBMITTED, False, [], 1),
        (Stage.SUBMITTED, False, [HoldKind.FEE], 6),
        (Stage.SUBMITTED, False, [HoldKind.FEE, HoldKind.SUPPLEMENT], 5),
        (Stage.ACCEPTED, False, [], 2),
        (Stage.ACCEPTED, True, [], 4),
        (Stage.ACCEPTED, True, [HoldKind.FEE], 6),
        (Stage.ACCEPTED, True, [HoldKind.SUPPLEMENT], 5),
        (Stage.ACCEPTED, True, [HoldKind.CONFIRMATION], 4),
        (Stage.REFUSED_INTAKE, False, [HoldKind.FEE], 3),
        (Stage.WITHDRAWN, False, [], 7),
        (Stage.STOPPED, True, [HoldKind.SUPPLEMENT], 8),
        (Stage.SETTLED, True, [], 9),
        (Stage.DELIVERED, True, [], 10),
    ],
)
def test_the_national_code_is_a_projection(stage, handed_over, holds, code):
    assert national_code(stage, handed_over=handed_over, open_holds=holds) == code
