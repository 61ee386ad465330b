"""A procedure package as frozen values: the law's substance and the city's plan.

`loader.load` makes a `Package` from its YAML document; nothing else constructs one outside tests.
Expressions stay as parsed trees of `expressions.Expression`; JSON values are plain dicts and lists.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from procedures.definition.expressions import Expression
    from procedures.definition.fee_rules import Fees
    from procedures.definition.lifecycle import Outcome, Stage


@dataclass(frozen=True, slots=True)
class LegalText:
    """One legal document that the procedure rests on."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the public sheet says of the procedure (the ministry's catalogue facts)."""

    name: str
    name_en: str
    summary: str
    field_code: str
    field_name: str
    decision: str
    level: str  # info | partial | full
    partial_reason: str
    execution: str  # native | centralised | interlinked
    audiences: tuple[str, ...]  # citizen | enterprise | cooperative | organisation | foreigner
    channels: tuple[str, ...]  # online | counter | post
    agency_class: str  # class of the competent agency: commune | department | city
    life_event: str
    legal_basis: tuple[LegalText, ...]
    conditions: str
    how_to: tuple[str, ...]
    effective_from: date
    effective_until: date | None
    replaced_by: str | None
    pin_at: str  # submission; acceptance is read but no longer published
    remarks: tuple[tuple[str, str], ...] = ()  # (place, source or doubt) shown to authors


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a closed list."""

    value: Any
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a page, bound to a pointer of the answers."""

    pointer: str
    # text | textarea | date | radios | select | checkbox | number | commune | tax_code | phone
    widget: str
    label: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    listed: tuple[Option, ...] = ()  # of its code list; bound by the loader, never written
    autocomplete: str = ""
    messages: tuple[tuple[str, str], ...] = ()  # schema keyword -> sentence

    @property
    def choices(self) -> tuple[Option, ...]:
        """What may be chosen: the options of the question, or the codes of its list."""
        return self.options or self.listed


@dataclass(frozen=True, slots=True)
class Repeat:
    """How a list is asked for: its items one after the other, added and removed by the reader."""

    pointer: str
    label: str  # the heading of an item; {n} is its number
    add: str  # what the button says
    layout: str = "list"  # list | table

    def title(self, number: int) -> str:
        """The heading of an item; the first is number 1."""
        return self.label.replace("{n}", str(number))


@dataclass(frozen=True, slots=True)
class Section:
    """A headed group of fields on one page; with `repeat`, once for every item of a list."""

    title: str
    fields: tuple[Field, ...]
    repeat: Repeat | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One screen of the e-form; shown when `show` is absent or true."""

    id: str
    title: str
    intro: str
    sections: tuple[Section, ...]
    show: Expression | None = None


@dataclass(frozen=True, slots=True)
class Logic:
    """Rules between answers: when a pointer is shown, demanded, computed, wrong or warned about."""

    visible: dict[str, Expression] = field(default_factory=dict)
    required: dict[str, Expression] = field(default_factory=dict)
    computed: dict[str, Expression] = field(default_factory=dict)
    warnings: tuple[tuple[Expression, str, str], ...] = ()  # (when, pointer, sentence)
    checks: tuple[tuple[Expression, str, str], ...] = ()  # as warnings, but the answer is wrong


@dataclass(frozen=True, slots=True)
class PaperRule:
    """One component of the file (thành phần hồ sơ): kind and number, and when it is asked."""

    code: str
    name: str
    originals: int
    copies: int
    form: str  # original | copy | certified_copy | electronic
    required: bool
    hint: str = ""
    when: Expression | None = None
    satisfied_by: tuple[str, ...] = ("upload",)  # upload | estore | register:<name> | form
    facts: tuple[tuple[str, str], ...] = ()  # what the register is told: (fact, pointer)

    @property
    def registers(self) -> list[str]:
        """The registers that are looked up before the paper is asked for."""
        names = (source.partition(":") for source in self.satisfied_by)
        return [name for kind, _, name in names if kind == "register"]


@dataclass(frozen=True, slots=True)
class DurationRule:
    """One legal processing time: the first rule that matches holds."""

    value: str  # 8wh | 5wd | 15d | 0d
    channels: tuple[str, ...] = ()
    when: Expression | None = None
    start: date | None = None  # first and last day on which it holds
    until: date | None = None
    reason: str = ""

    @property
    def always(self) -> bool:
        """Whether it holds in every case and at any time."""
        return self.when is None and self.start is None and self.until is None


@dataclass(frozen=True, slots=True)
class ResultDetail:
    """One labelled fact that a result states; left out when its text has no value."""

    label: str
    text: str
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class ResultRule:
    """A result that the procedure may end in."""

    code: str
    name: str
    outcome: Outcome
    symbol: str  # what stands behind the number: QĐ-UBND in 05/QĐ-UBND
    title: str
    body: str  # paragraphs of the document; {pointer} and {fact} placeholders
    subject: str = ""  # lines below the title: "Về việc …"
    grounds: tuple[str, ...] = ()  # "Căn cứ …": with them the document is a decision
    details: tuple[ResultDetail, ...] = ()  # stated before the body


@dataclass(frozen=True, slots=True)
class Leg:
    """One dossier of a bundle (liên thông): its procedure, what it waits for, what it is told."""

    id: str
    name: str
    procedure: str
    agency: str  # competent | code of the outside agency
    after: tuple[str, ...] = ()  # legs whose result it needs
    answers: tuple[tuple[str, str], ...] = ()  # (pointer of the leg, pointer of the bundle)
    values: tuple[tuple[str, Any], ...] = ()  # (pointer of the leg, fixed answer)
    papers: tuple[tuple[str, str], ...] = ()  # (paper of the leg, paper of the bundle)


@dataclass(frozen=True, slots=True)
class Substance:
    """The half of a package that the law fixes; pinned for the life of a dossier."""

    catalogue: Catalogue
    data: dict[str, Any]
    pages: tuple[Page, ...]
    logic: Logic
    papers: tuple[PaperRule, ...]
    fees: Fees
    durations: tuple[DurationRule, ...]
    supplement_policy: str  # pause | restart
    first_check: str  # 8wh | 2wd
    results: tuple[ResultRule, ...]
    messages: dict[str, str]  # journal event name -> what the applicant is told
    supplement_rounds: int = 1  # how often each stage may ask; a second time needs a release
    supplement_limit: str = ""  # time to supplement; its lapse wants a clerk's act
    legs: tuple[Leg, ...] = ()  # not empty for a bundle
    lists: dict[str, tuple[dict[str, Any], ...]] = field(default_factory=dict)  # code lists


@dataclass(frozen=True, slots=True)
class Input:
    """One value that an action asks of the person who takes it."""

    name: str
    label: str
    widget: str  # text | textarea | select | supplement_items | date | agency | staff
    required: bool = True
    options: tuple[Option, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """What may be done at a step; `kind` decides its one effect (`lifecycle.ACTION_KINDS`)."""

    id: str
    kind: str
    label: str
    to: str | None = None  # the step that is active afterwards
    outcome: Outcome | None = None
    inputs: tuple[Input, ...] = ()
    when: Expression | None = None
    approver: str | None = None  # role that must release a request; None where the law asks none
    done: str = ""  # past tense for timelines: "Đã tiếp nhận hồ sơ"
    limit: str = ""  # own time limit of a task or confirmation, e.g. 2wd
    silence: str = ""  # "consent" where the law takes an asked agency's silence for its consent
    blocking: bool = False  # whether leaving the step waits for the task
    register: str = ""  # the register that an `ask_register` asks, e.g. population.new_number
    gives: str = ""  # the fact that its answer gives to the result, e.g. personal_number
    facts: tuple[tuple[str, str], ...] = ()  # what the register is told: (fact, pointer)


@dataclass(frozen=True, slots=True)
class Step:
    """One place in the internal procedure (quy trình nội bộ): a desk, its time, its actions."""

    id: str
    name: str
    stage: Stage
    desk: str  # one_stop | specialist | leadership | registry
    allowance: str  # working hours of this desk, e.g. 16wh
    actions: tuple[Action, ...]
    presence: bool = False  # demands that the applicant comes in person


@dataclass(frozen=True, slots=True)
class Plan:
    """The step plan that the city approved for one class of agency."""

    agency_class: str
    approved_by: str
    start: str  # the step of a submitted dossier
    steps: tuple[Step, ...]

    def step(self, step_id: str) -> Step:
        """The step of that id; `KeyError` when the plan has none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)


@dataclass(frozen=True, slots=True)
class Package:
    """A whole procedure with the hashes of its two halves (hex SHA-256 of canonical JSON)."""

    code: str
    substance: Substance
    plan: Plan
    substance_hash: str
    plan_hash: str
