"""Packages load, keep one canonical form, and every fault names its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from procedures.definition import canonical, loader, yaml_form
from procedures.definition.fault import PackageError

if TYPE_CHECKING:
    from procedures.definition.package import Package
    from tests.procedures.definition.conftest import Breaker

CODE = "2.000635"
FEE = ("substance", "fees", "lines", 0)


def test_shipped_packages_are_canonical(texts: dict[str, str]) -> None:
    assert {"1.001193", "1.009454", "2.000635", "2.000986"} <= set(texts)
    for text in texts.values():
        assert canonical.dump(yaml_form.read(text)) == text


def test_stored_halves_load_to_the_same_package(
    texts: dict[str, str], packages: dict[str, Package]
) -> None:
    for code, text in texts.items():
        substance, plan, substance_hash, plan_hash = canonical.halves(text)
        package = loader.load_parts(substance, plan, code)
        assert package == packages[code]
        assert (package.substance_hash, package.plan_hash) == (substance_hash, plan_hash)


def test_order_of_keys_and_defaults_do_not_change_hashes(texts: dict[str, str]) -> None:
    document = yaml_form.read(texts[CODE])
    shuffled = {
        "plan": dict(reversed(document["plan"].items())),
        "substance": {
            **dict(reversed(document["substance"].items())),
            "supplement_policy": "pause",
        },
        "code": CODE,
    }
    assert canonical.halves(yaml_form.write(shuffled)) == canonical.halves(texts[CODE])
    assert canonical.dump(shuffled) == texts[CODE]


def test_one_changed_word_changes_only_its_half(
    broken: Breaker, packages: dict[str, Package]
) -> None:
    document = broken(CODE, (("substance", "catalogue", "summary"), "Xin bản sao trích lục."))
    package = loader.load(yaml_form.write(document))
    assert package.substance_hash != packages[CODE].substance_hash
    assert package.plan_hash == packages[CODE].plan_hash


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ((("substance", "colour"), "red"), "substance.colour"),
        (((*FEE, "price"), 5), "substance.fees.lines[0].price"),
        (((*FEE, "amount"), {"plus": [1, 2]}), "substance.fees.lines[0].amount"),
        (
            ((*FEE, "amount"), {"mul": [1, {"var": "copies"}]}),
            "substance.fees.lines[0].amount.mul[1].var",
        ),
        (((*FEE, "kind"), "thue"), "substance.fees.lines[0].kind"),
        (((*FEE, "code"), None), "substance.fees.lines[0].code"),
        (((*FEE, "waivers", 0, "until"), "28/02/2027"), "substance.fees.lines[0].waivers[0].until"),
        ((("substance", "catalogue", "name"), 5), "substance.catalogue.name"),
        ((("substance", "catalogue", "name"), "  "), "substance.catalogue.name"),
        (
            (("substance", "catalogue", "effective_from"), "2026-02-30"),
            "substance.catalogue.effective_from",
        ),
        ((("substance", "durations", 0, "value"), "5 ngày"), "substance.durations[0].value"),
        ((("substance", "logic", "visible", "copies"), True), "substance.logic.visible.copies"),
        ((("substance", "papers", 0, "originals"), -1), "substance.papers[0].originals"),
        ((("substance", "ui", "pages"), []), "substance.ui.pages"),
        ((("plan", "steps", 0, "stage"), "open"), "plan.steps[0].stage"),
        ((("plan", "steps", 0, "actions", 0, "kind"), "fly"), "plan.steps[0].actions[0].kind"),
        ((("plan", "steps", 0, "presence"), 1), "plan.steps[0].presence"),
        ((("plan",), None), "plan"),
        ((("code",), "2000635"), "code"),
        ((("extra",), 1), "extra"),
    ],
)
def test_fault_names_its_place(broken: Breaker, change: Any, place: str) -> None:
    with pytest.raises(PackageError) as caught:
        loader.load(yaml_form.write(broken(CODE, change)))
    assert caught.value.place == place
    assert caught.value.message


@pytest.mark.parametrize("text", ["- a", "một câu", "5"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(PackageError):
        loader.load(text)
