"""Shipped packages are clean; every planted defect is found, by its rule and at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from procedures.definition import loader, shape, yaml_form
from procedures.definition.graph import longest_simple_path
from procedures.definition.lifecycle import Stage
from procedures.definition.verify import Facts, report, verify

if TYPE_CHECKING:
    from procedures.definition.package import Package
    from tests.procedures.definition.conftest import Breaker

COPIES, PORT = "2.000635", "1.009454"
SUB, STEPS = "substance", ("plan", "steps")
CAT = (SUB, "catalogue")
PAGES = (SUB, "ui", "pages")
LOGIC = (SUB, "logic")
INTAKE, RECEIVE, APPRAISE, APPROVE, ISSUE, HAND_OUT = range(6)


def action(step: int, number: int, *keys: str) -> tuple[Any, ...]:
    return (*STEPS, step, "actions", number, *keys)


def without(key: str, value: str) -> Any:
    return lambda items: [item for item in items if item[key] != value]


def var(pointer: str) -> dict[str, str]:
    return {"var": pointer}


@pytest.mark.parametrize("code", [COPIES, PORT])
def test_shipped_packages_are_clean(packages: dict[str, Package], code: str) -> None:
    assert verify(packages[code]) == []


@pytest.mark.parametrize(
    "amount",
    [
        0,
        {"mul": [8000, var("/copies/quantity")]},
        {"max": [0, {"sub": [var("/copies/quantity"), 5]}]},
        {"sub": [{"add": [1, 19]}, var("/copies/quantity")]},
        {"mul": [-1, {"sub": [1, var("/copies/quantity")]}]},
        {"if": [{"eq": [var("/record/kind"), "birth"]}, 8000, 0]},
    ],
)
def test_fee_that_cannot_be_negative_passes(broken: Breaker, amount: Any) -> None:
    document = broken(COPIES, ((SUB, "fees", "lines", 0, "amount"), amount))
    rules = {finding.rule for finding in verify(loader.load(yaml_form.write(document)))}
    assert "fee-negative" not in rules


QUESTION = {"pointer": "/port/depth", "widget": "number", "label": "Độ sâu"}
MUTANTS: list[tuple[str, str, str, list[tuple[tuple[Any, ...], Any]]]] = [
    ("pointer-unknown", "substance.ui.pages[3].sections[0].fields[0].pointer", PORT,
     [((*PAGES, 3, "sections", 0, "fields", 0), QUESTION)]),
    ("pointer-unknown", "substance.logic.visible./port/depth", PORT,
     [((*LOGIC, "visible", "/port/depth"), True)]),
    ("pointer-unknown", "substance.logic.computed./port/depth", PORT,
     [((*LOGIC, "computed", "/port/depth"), 3)]),
    ("question-twice", "substance.ui.pages[5].sections[0].fields[1].pointer", PORT,
     [((*PAGES, 5, "sections", 0, "fields", 1, "pointer"), "/operation/from")]),
    ("page-twice", "substance.ui.pages[1].id", PORT, [((*PAGES, 1, "id"), "applicant-kind")]),
    ("required-not-asked", "substance.data", PORT,
     [((*PAGES, 3, "sections", 0, "fields"), without("pointer", "/port/waterway"))]),
    ("required-not-asked", "substance.logic.required./port/is_floating", PORT,
     [((*LOGIC, "required", "/port/is_floating"), True)]),
    ("computed-asked", "substance.logic.computed./port/name", PORT,
     [((*LOGIC, "computed", "/port/name"), "Bến")]),
    ("computed-type", "substance.logic.computed./port/is_floating", PORT,
     [((*LOGIC, "computed", "/port/is_floating"), 3)]),
    ("widget-type", "substance.ui.pages[5].sections[0].fields[0].widget", PORT,
     [((*PAGES, 5, "sections", 0, "fields", 0, "widget"), "number")]),
    ("options-differ", "substance.ui.pages[0].sections[0].fields[0].options", PORT,
     [((*PAGES, 0, "sections", 0, "fields", 0, "options"), without("value", "individual"))]),
    ("hidden-required", "substance.ui.pages[3].sections[0].fields[0].pointer", PORT,
     [((*LOGIC, "visible", "/port/name"), {"eq": [var("/applicant/kind"), "enterprise"]})]),
    ("logic-cycle", "substance.logic", PORT,
     [((*LOGIC, "visible", "/port/uses_floating_structure"),
       {"eq": [var("/port/has_project"), True]}),
      ((*LOGIC, "visible", "/port/has_project"),
       {"eq": [var("/port/uses_floating_structure"), True]})]),
    ("logic-cycle", "substance.logic", PORT,
     [((*PAGES, 5, "show"), {"present": var("/operation/from")})]),
    ("expression-type", "substance.logic.visible./delivery/address.eq", PORT,
     [((*LOGIC, "visible", "/delivery/address"), {"eq": [var("/delivery/method"), 3]})]),
    ("expression-type", "substance.logic.visible./delivery/address.eq", PORT,
     [((*LOGIC, "visible", "/delivery/address"), {"eq": [var("/delivery/method"), "ship"]})]),
    ("expression-type", "substance.papers[1].when.eq[0].var", PORT,
     [((SUB, "papers", 1, "when"), {"eq": [var("/port/none"), True]})]),
    ("expression-type", "substance.papers[1].when", PORT, [((SUB, "papers", 1, "when"), "có")]),
    ("expression-type", "substance.fees.lines[0].amount", COPIES,
     [((SUB, "fees", "lines", 0, "amount"), "8000")]),
    ("expression-type", "substance.fees.lines[0].waivers[0].when", COPIES,
     [((SUB, "fees", "lines", 0, "waivers", 0, "when"), {"today": []})]),
    ("expression-type", "substance.durations[0].when", PORT,
     [((SUB, "durations", 0, "when"), 5)]),
    ("expression-type", "plan.steps[0].actions[0].when", PORT, [(action(INTAKE, 0, "when"), 5)]),
    ("fee-unknown", "substance.fees.lines[0].amount", COPIES,
     [((SUB, "data", "properties", "copies", "required"), [])]),
    *[("fee-negative", "substance.fees.lines[0].amount", COPIES,
       [((SUB, "fees", "lines", 0, "amount"), amount)])
      for amount in (
          -1,
          {"mul": [-8000, var("/copies/quantity")]},
          {"sub": [8000, {"mul": [1000, var("/copies/quantity")]}]},
          {"min": [8000, {"sub": [var("/copies/quantity"), 2]}]},
          {"if": [{"eq": [var("/record/kind"), "birth"]}, 8000, -8000]},
          {"days_between": [var("/requester/birth_date"), {"today": []}]},
      )],
    ("fee-due", "substance.fees.due", PORT, [((SUB, "fees", "due"), "none")]),
    ("fee-due", "substance.fees.due", PORT, [((SUB, "fees", "lines"), [])]),
    ("fee-twice", "substance.fees.lines[1].code", PORT,
     [((SUB, "fees", "lines"), lambda lines: lines * 2)]),
    ("paper-twice", "substance.papers[1].code", PORT,
     [((SUB, "papers", 1, "code"), "application_form")]),
    ("duration-missing", "substance.durations", PORT,
     [((SUB, "durations", 0, "channels"), ["online"])]),
    ("duration-missing", "substance.durations", PORT,
     [((SUB, "durations", 0, "when"), {"eq": [var("/port/kind"), "ferry"]})]),
    ("result-missing", "substance.results", PORT,
     [((SUB, "results"), without("outcome", "refuse"))]),
    ("result-missing", "substance.results", PORT,
     [((SUB, "results"), without("outcome", "grant"))]),
    ("result-twice", "substance.results[1].code", PORT,
     [((SUB, "results"), lambda rules: [{**rule, "code": "KQ.1"} for rule in rules])]),
    *[("symbol", "substance.results[1].symbol", PORT, [((SUB, "results", 1, "symbol"), symbol)])
      for symbol in ("a/../b", "QĐ UBND", "qđ-ubnd", "QĐ-", "QĐ-UBND-A-B-C")],
    ("pin-at", "substance.catalogue.pin_at", PORT, [((*CAT, "pin_at"), "acceptance")]),
    ("placeholder-unknown", "substance.results[0].body", PORT,
     [((SUB, "results", 0, "body"), "Bến {answers./port/depth}")]),
    ("placeholder-unknown", "substance.results[1].subject", PORT,
     [((SUB, "results", 1, "subject"), "Về việc {none}")]),
    ("placeholder-unknown", "substance.results[0].grounds[1]", PORT,
     [((SUB, "results", 0, "grounds", 1), "Căn cứ {none};")]),
    ("placeholder-unknown", "substance.results[0].details[3].text", COPIES,
     [((SUB, "results", 0, "details", 3, "text"), "{answers./subject/none}")]),
    ("expression-type", "substance.results[0].details[0].when", COPIES,
     [((SUB, "results", 0, "details", 0, "when"), "có")]),
    ("placeholder-unknown", "substance.messages.dossier.settled", PORT,
     [((SUB, "messages", "dossier.settled"), "Xin chào {name}")]),
    *[("message-missing", f"substance.messages.dossier.{name}", PORT,
       [((SUB, "messages", f"dossier.{name}"), None)])
      for name in ("submitted", "accepted", "refused_intake", "supplement_requested",
                   "supplemented", "fee_requested", "fee_closed", "handed_over", "settled",
                   "delivered", "withdrawn")],
    ("effective-dates", "substance.catalogue.effective_until", PORT,
     [((*CAT, "effective_until"), "2020-01-01")]),
    ("partial-reason", "substance.catalogue.partial_reason", PORT, [((*CAT, "level"), "partial")]),
    ("level-online", "substance.catalogue.channels", PORT, [((*CAT, "channels"), ["counter"])]),
    ("full-presence", "plan.steps[2].presence", PORT, [((*STEPS, APPRAISE, "presence"), True)]),
    ("agency-class", "plan.agency_class", PORT, [(("plan", "agency_class"), "city")]),
    ("start-step", "plan.start", PORT, [(("plan", "start"), "nowhere")]),
    ("start-step", "plan.start", PORT, [(("plan", "start"), "receive")]),
    ("step-twice", "plan.steps[1].id", PORT, [((*STEPS, RECEIVE, "id"), "intake")]),
    ("step-stage", "plan.steps[5].stage", PORT, [((*STEPS, HAND_OUT, "stage"), "delivered")]),
    ("action-twice", "plan.steps[0].actions[1].id", PORT, [(action(INTAKE, 1, "id"), "accept")]),
    ("action-kind", "plan.steps[0].actions[0].kind", PORT, [(action(INTAKE, 0, "kind"), "submit")]),
    ("step-unknown", "plan.steps[1].actions[0].to", PORT, [(action(RECEIVE, 0, "to"), "nowhere")]),
    ("step-unknown", "plan.steps[1].actions[0].to", PORT, [(action(RECEIVE, 0, "to"), None)]),
    ("step-unknown", "plan.steps[0].actions[0].to", PORT, [(action(INTAKE, 0, "to"), None)]),
    ("stage-edge", "plan.steps[1].actions[0].kind", PORT, [(action(RECEIVE, 0, "kind"), "accept")]),
    ("stage-edge", "plan.steps[0].actions[0].to", PORT, [(action(INTAKE, 0, "to"), "hand_out")]),
    ("stage-edge", "plan.steps[4].actions[0].to", PORT, [(action(ISSUE, 0, "to"), "approve")]),
    ("refusal-reason", "plan.steps[0].actions[2].inputs", PORT,
     [(action(INTAKE, 2, "inputs"), [])]),
    ("refusal-reason", "plan.steps[2].actions[1].inputs", PORT,
     [((*action(APPRAISE, 1, "inputs"), 0, "required"), False)]),
    ("step-unreachable", "plan.steps[2]", PORT,
     [(action(RECEIVE, 0, "to"), "approve"), (action(APPROVE, 1, "to"), "receive")]),
    ("end-unreachable", "plan.steps[5]", PORT, [(action(HAND_OUT, 0), {
        "id": "ask", "kind": "send_back", "label": "Hỏi lại", "to": "hand_out"})]),
    ("end-unreachable", "plan.steps[3]", PORT,
     [(action(APPROVE, 0, "to"), "approve"),
      ((*STEPS, APPROVE, "actions"), without("id", "send_back"))]),
    ("time-exceeded", "substance.durations[0].value", PORT,
     [((*STEPS, APPRAISE, "allowance"), "27wh")]),
    ("time-exceeded", "substance.durations[0].value", COPIES,
     [((*STEPS, APPRAISE, "allowance"), "6wh")]),
    ("time-exceeded", "substance.durations[0].value", PORT,
     [((SUB, "durations"), lambda rules: [{"value": "3wd", "channels": ["online"]}, *rules])]),
    ("time-exceeded", "substance.first_check", PORT, [((*STEPS, INTAKE, "allowance"), "17wh")]),
    ("step-unknown", "substance.fees.blocks[0]", PORT, [((SUB, "fees", "blocks"), ["nowhere"])]),
    ("fee-blocks-refusal", "substance.fees.blocks[0]", PORT,
     [((*STEPS, APPRAISE, "actions"), without("id", "propose_refusal"))]),
    ("fee-blocks-refusal", "substance.fees.blocks[0]", PORT,
     [((SUB, "fees", "blocks"), ["issue"])]),
    ("fee-blocks-refusal", "substance.fees.blocks[0]", COPIES,
     [((*STEPS, INTAKE, "actions"), without("id", "refuse_intake"))]),
    ("outcome-unreachable", "plan.steps", PORT,
     [((*STEPS, APPRAISE, "actions"), without("id", "propose_refusal")),
      ((SUB, "fees", "blocks"), [])]),
    ("outcome-undecided", "plan.steps", PORT, [(action(APPRAISE, 0, "outcome"), None)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "place", "code", "changes"),
    MUTANTS,
    ids=[f"{at}-{mutant[0]}" for at, mutant in enumerate(MUTANTS)],
)
def test_planted_defect_is_found(
    broken: Breaker, rule: str, place: str, code: str, changes: list[Any]
) -> None:
    package = loader.load(yaml_form.write(broken(code, *changes)))
    findings = verify(package)
    assert (rule, place) in {(finding.rule, finding.place) for finding in findings}
    assert all(finding.message for finding in findings)


def test_finding_shows_the_shortest_path(broken: Breaker) -> None:
    document = broken(PORT, ((*STEPS, APPRAISE, "actions"), without("id", "propose_refusal")))
    findings = verify(loader.load(yaml_form.write(document)))
    (found,) = [finding for finding in findings if finding.rule == "fee-blocks-refusal"]
    assert found.path == ("intake –accept→ receive", "receive –hand_over→ appraise")
    assert found.as_dict()["path"] == list(found.path)


def test_holders_need_facts(port: Package) -> None:
    assert report(port).notes == ("holders: not run",)
    desks = frozenset({"one_stop", "specialist", "leadership", "registry"})
    full = report(port, Facts({"H24.17.05": desks}))
    assert (full.findings, full.notes) == ((), ())


def test_desk_without_holder_is_found(port: Package) -> None:
    held = {"H24.17.05": frozenset({"one_stop", "specialist", "leadership"})}
    (finding,) = verify(port, Facts(held))
    assert (finding.rule, finding.place) == ("holder-missing", "plan.steps[4].desk")
    assert "H24.17.05" in finding.message


def linked(count: int, actions: int) -> list[dict[str, Any]]:
    """Steps, each with actions to the ones that follow it around."""
    return [
        {
            "id": f"s{at}",
            "name": f"Bước {at}",
            "stage": "accepted",
            "desk": "specialist",
            "allowance": "1wh",
            "actions": [
                {"id": f"to_{by}", "kind": "advance", "label": "Chuyển", "to": f"s{to % count}"}
                for by, to in enumerate(range(at + 1, at + 1 + actions))
            ],
        }
        for at in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "actions", "rule"),
    [
        (16, 16, "plan-tangled"),
        (60, 10, "plan-tangled"),
        (60, 40, "plan-size"),
        (101, 1, "plan-size"),
    ],
)
def test_dense_plan_is_refused(broken: Breaker, count: int, actions: int, rule: str) -> None:
    document = broken(PORT, (STEPS, linked(count, actions)))
    findings = verify(loader.load(yaml_form.write(document)))
    assert rule in {finding.rule for finding in findings}


def test_long_plan_that_is_no_tangle_is_measured() -> None:
    plan = shape.PLAN.read(
        {
            "agency_class": "commune",
            "approved_by": "Ủy ban nhân dân thành phố",
            "start": "s0",
            "steps": linked(100, 1),
        },
        "plan",
    )
    hours, path = longest_simple_path(plan, stage=Stage.ACCEPTED)
    assert (hours, len(path)) == (100, 100)
