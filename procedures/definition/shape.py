"""The format of a package as one table: every key, its kind, default and canonical place.

Published documents are frozen, and dossiers stay pinned to them: what was once readable stays
readable, with the same hash. So a new key has a default (left out when written), no key is renamed
or dropped, and a kind only ever widens. What must not be published any more is for `verify` to
find, never for the reader to refuse.
"""

from __future__ import annotations

import re

from procedures.definition import fee_rules
from procedures.definition import package as model
from procedures.definition.areas import AREAS
from procedures.definition.codec import (
    DataSchema,
    Day,
    Flag,
    Inside,
    Key,
    Listed,
    ListRow,
    Mapped,
    Member,
    Record,
    Row,
    Scalar,
    Text,
    Tree,
    Whole,
)
from procedures.definition.expressions import PATTERN, POINTER
from procedures.definition.lifecycle import ACTION_KINDS, Outcome, Stage

CODE = re.compile(r"[0-9]\.[0-9]{6}")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_EVENT = re.compile(r"[a-z]+\.[a-z_]+")
_DURATION = re.compile(r"(0|[1-9][0-9]{0,3})(wh|wd|d)")
_HOURS = re.compile(r"(0|[1-9][0-9]{0,3})wh")
_SOURCE = re.compile(r"upload|estore|form|register:[a-z_.]+")

WIDGETS = (
    "text",
    "textarea",
    "date",
    "radios",
    "select",
    "checkbox",
    "number",
    "commune",
    "tax_code",
    "phone",
)
INPUT_WIDGETS = ("text", "textarea", "select", "supplement_items", "date", "agency", "staff")
CHANNELS = ("online", "counter", "post")
AGENCY_CLASSES = ("commune", "department", "city")

_text, _id, _pointer, _tree = Text(), Text(_ID), Text(POINTER), Tree()
_pattern = Text(PATTERN)
_options = Listed(
    Record(
        model.Option, Key("value", Scalar()), Key("label", _text), Key("hint", _text, default="")
    )
)


def _one_of(*choices: str) -> Text:
    return Text(choices=choices)


_stage, _outcome = Member(Stage), Member(Outcome)

CATALOGUE = Record(
    model.Catalogue,
    Key("name", _text),
    Key("name_en", _text, default=""),
    Key("summary", _text),
    Key("field_code", Text(_ID)),
    Key("field_name", _text),
    Key("decision", _text),
    Key("level", _one_of("info", "partial", "full")),
    Key("partial_reason", _text, default=""),
    Key("execution", _one_of("native", "centralised", "interlinked"), default="native"),
    Key(
        "audiences",
        Listed(
            _one_of("citizen", "enterprise", "cooperative", "organisation", "foreigner"),
            at_least=1,
        ),
    ),
    Key("channels", Listed(_one_of(*CHANNELS), at_least=1)),
    Key("agency_class", _one_of(*AGENCY_CLASSES)),
    Key("life_event", Text(_ID), default=""),
    Key(
        "legal_basis",
        Listed(Record(model.LegalText, Key("code", _text), Key("name", _text)), at_least=1),
    ),
    Key("conditions", _text, default=""),
    Key("how_to", Listed(_text, at_least=1)),
    Key("effective_from", Day()),
    Key("effective_until", Day(), default=None),
    Key("replaced_by", Text(CODE), default=None),
    Key("pin_at", _one_of("submission", "acceptance"), default="submission"),
    Key("remarks", Listed(Row((Key("place", _text), Key("source", _text)))), default=()),
)

_field = Record(
    model.Field,
    Key("pointer", _pattern),
    Key("widget", _one_of(*WIDGETS)),
    Key("label", _text),
    Key("hint", _text, default=""),
    Key("options", _options, default=()),
    Key("autocomplete", _text, default=""),
    Key("messages", Mapped(_text, _text, pairs=True), default=()),
)
_repeat = Record(
    model.Repeat,
    Key("pointer", _pointer),
    Key("label", _text),
    Key("add", _text),
    Key("layout", _one_of("list", "table"), default="list"),
)
_section = Record(
    model.Section,
    Key("title", _text, default=""),
    Key("repeat", _repeat, default=None),
    Key("fields", Listed(_field, at_least=1)),
)
_page = Record(
    model.Page,
    Key("id", Text(re.compile(r"[a-z][a-z0-9-]*"))),
    Key("title", _text),
    Key("intro", _text, default=""),
    Key("show", _tree, default=None),
    Key("sections", Listed(_section, at_least=1)),
)

_rules = Mapped(_pattern, _tree)
_remarks_on_answers = Listed(
    Row((Key("when", _tree), Key("pointer", _pattern), Key("message", _text)))
)
_logic = Record(
    model.Logic,
    Key("visible", _rules, default={}),
    Key("required", _rules, default={}),
    Key("computed", _rules, default={}),
    Key("checks", _remarks_on_answers, default=()),
    Key("warnings", _remarks_on_answers, default=()),
)

_paper = Record(
    model.PaperRule,
    Key("code", _id),
    Key("name", _text),
    Key("originals", Whole(), default=0),
    Key("copies", Whole(), default=0),
    Key("form", _one_of("original", "copy", "certified_copy", "electronic")),
    Key("required", Flag(), default=True),
    Key("hint", _text, default=""),
    Key("when", _tree, default=None),
    Key("satisfied_by", Listed(Text(_SOURCE), at_least=1), default=("upload",)),
    Key("facts", Mapped(_id, _pointer, pairs=True), default=()),
)

_days = (Key("from", Day(), default=None, attribute="start"), Key("until", Day(), default=None))
_waiver = Record(
    fee_rules.Waiver,
    Key("code", _id),
    Key("reason", _text),
    Key("when", _tree),
    Key("until", Day(), default=None),
)
_reduction = Record(
    fee_rules.Reduction,
    Key("code", _id),
    Key("reason", _text),
    Key("percent", Whole(), default=0),
    Key("amount", Whole(), default=0),
    Key("when", _tree, default=None),
    *_days,
    Key("channels", Listed(_one_of(*CHANNELS)), default=()),
    Key("areas", Listed(_one_of(*AREAS)), default=()),
    Key("agencies", Listed(_text), default=()),
)
_tier_step = Record(
    fee_rules.TierStep, Key("from", Whole(), attribute="start"), Key("price", Whole())
)
_tiers = Record(
    fee_rules.Tiers,
    Key("per", _tree),
    Key("unit", _text),
    Key("steps", Listed(_tier_step, at_least=1)),
    Key("cap", Whole(), default=None),
)
_fee_line = Record(
    fee_rules.FeeLine,
    Key("code", _id),
    Key("kind", _one_of("phi", "le_phi")),
    Key("name", _text),
    Key("amount", _tree, default=None),
    Key("tiers", _tiers, default=None),
    Key("times", Record(fee_rules.Times, Key("count", _tree), Key("unit", _text)), default=None),
    Key("rule", _text),
    Key("waivers", Listed(_waiver), default=()),
    Key("reductions", Listed(_reduction), default=()),
)
_fees = Record(
    fee_rules.Fees,
    Key("due", _one_of("submission", "acceptance", "none")),
    Key("blocks", Listed(_id), default=()),
    Key("lines", Listed(_fee_line), default=()),
)

_duration = Record(
    model.DurationRule,
    Key("value", Text(_DURATION)),
    Key("channels", Listed(_one_of(*CHANNELS)), default=()),
    Key("when", _tree, default=None),
    *_days,
    Key("reason", _text, default=""),
)

_detail = Record(
    model.ResultDetail,
    Key("label", _text),
    Key("text", _text),
    Key("when", _tree, default=None),
)
_result = Record(
    model.ResultRule,
    Key("code", _text),
    Key("name", _text),
    Key("outcome", _outcome),
    Key("symbol", _text, default="QĐ-UBND"),
    Key("title", _text),
    Key("subject", _text, default=""),
    Key("grounds", Listed(_text), default=()),
    Key("details", Listed(_detail), default=()),
    Key("body", _text),
)

_leg = Record(
    model.Leg,
    Key("id", _id),
    Key("name", _text),
    Key("procedure", _text),
    Key("agency", _text, default="competent"),
    Key("after", Listed(_id), default=()),
    Key("answers", Mapped(_pointer, _pointer, pairs=True), default=()),
    Key("values", Mapped(_pointer, Scalar(), pairs=True), default=()),
    Key("papers", Mapped(_id, _id, pairs=True), default=()),
)

SUBSTANCE = Record(
    model.Substance,
    Key("catalogue", CATALOGUE),
    Key("data", DataSchema()),
    Key("lists", Mapped(_id, Listed(ListRow(), at_least=1)), default={}),
    Key("ui", Inside("pages", Listed(_page, at_least=1)), attribute="pages"),
    Key("logic", _logic, default=model.Logic()),
    Key("papers", Listed(_paper), default=()),
    Key("fees", _fees, default=fee_rules.Fees(due="none", blocks=(), lines=())),
    Key("durations", Listed(_duration, at_least=1)),
    Key("supplement_policy", _one_of("pause", "restart"), default="pause"),
    Key("first_check", Text(_DURATION)),
    Key("supplement_rounds", Whole(), default=1),
    Key("supplement_limit", Text(_DURATION), default=""),
    Key("results", Listed(_result), default=()),
    Key("legs", Listed(_leg), default=()),
    Key("messages", Mapped(Text(_EVENT), _text)),
)

_input = Record(
    model.Input,
    Key("name", _id),
    Key("label", _text),
    Key("widget", _one_of(*INPUT_WIDGETS)),
    Key("required", Flag(), default=True),
    Key("options", _options, default=()),
    Key("hint", _text, default=""),
)
_action = Record(
    model.Action,
    Key("id", _id),
    Key("kind", _one_of(*ACTION_KINDS)),
    Key("label", _text),
    Key("to", _id, default=None),
    Key("outcome", _outcome, default=None),
    Key("inputs", Listed(_input), default=()),
    Key("when", _tree, default=None),
    Key("approver", _id, default=None),
    Key("done", _text, default=""),
    Key("limit", Text(_DURATION), default=""),
    Key("silence", _one_of("consent"), default=""),
    Key("blocking", Flag(), default=False),
    Key("register", _text, default=""),
    Key("gives", _id, default=""),
    Key("facts", Mapped(_id, _pointer, pairs=True), default=()),
)
_step = Record(
    model.Step,
    Key("id", _id),
    Key("name", _text),
    Key("stage", _stage),
    Key("desk", _one_of("one_stop", "specialist", "leadership", "registry")),
    Key("allowance", Text(_HOURS)),
    Key("actions", Listed(_action)),
    Key("presence", Flag(), default=False),
)

PLAN = Record(
    model.Plan,
    Key("agency_class", _one_of(*AGENCY_CLASSES)),
    Key("approved_by", _text),
    Key("start", _id),
    Key("steps", Listed(_step, at_least=1)),
)
