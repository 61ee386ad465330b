"""How procedures and agencies look from outside."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from portal.core import worktime
from procedures.definition import texts

# The document's types are read from annotations while the portal runs.
from procedures.definition.fee_rules import FeeLine
from procedures.definition.package import DurationRule, PaperRule

Shape = serializers.Serializer[Any]


class ProcedureRef(Shape):
    """Which procedure."""

    code = serializers.CharField()
    name = serializers.CharField()


class ProcedureLine(ProcedureRef):
    """One procedure in the catalogue's list."""

    summary = serializers.CharField()
    field_code = serializers.CharField()
    field_name = serializers.CharField()  # type: ignore[assignment]
    level = serializers.CharField(help_text="full | partial | info")
    audiences = serializers.ListField(child=serializers.CharField())
    agency_class = serializers.CharField()
    life_event = serializers.CharField()
    agency_levels = serializers.ListField(
        child=serializers.CharField(), help_text="ministry | city | commune | other"
    )
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="city: thủ tục có trên cổng này | national: thông tin từ danh mục quốc gia"
    )


class LegalText(Shape):
    """One legal document."""

    code = serializers.CharField()
    name = serializers.CharField()


class PaperRuleShape(Shape):
    """One component of the file; a conditional one is asked for by `evaluate`."""

    code = serializers.CharField()
    name = serializers.CharField()
    originals = serializers.IntegerField()
    copies = serializers.IntegerField()
    form = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    conditional = serializers.SerializerMethodField()
    hint = serializers.CharField()
    satisfied_by = serializers.ListField(child=serializers.CharField())

    def get_conditional(self, rule: PaperRule) -> bool:
        """Whether only some answers call for it."""
        return rule.when is not None


class Waiver(Shape):
    """A case in which a fee is not owed."""

    code = serializers.CharField()
    reason = serializers.CharField()
    until = serializers.DateField(allow_null=True)


class Reduction(Shape):
    """A case in which less is owed; of several that hold only the best for the payer counts."""

    code = serializers.CharField()
    reason = serializers.CharField()
    percent = serializers.IntegerField()
    amount = serializers.IntegerField(help_text="Số đồng được giảm")
    start = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    channels = serializers.ListField(child=serializers.CharField())


class FeeRule(Shape):
    """One phí or lệ phí with the sentence that explains its amount."""

    code = serializers.CharField()
    kind = serializers.CharField(help_text="phi | le_phi")
    name = serializers.CharField()
    rule = serializers.SerializerMethodField()
    waivers = Waiver(many=True)
    reductions = Reduction(many=True)

    def get_rule(self, line: FeeLine) -> str:
        """The sentence; what depends on answers stays open."""
        return texts.fill(line.rule, {})


class FeeRules(Shape):
    """When fees are owed, and which."""

    due = serializers.CharField(help_text="submission | acceptance | none")
    lines = FeeRule(many=True)


class Duration(Shape):
    """One legal processing time."""

    value = serializers.CharField(help_text="8wh | 5wd | 15d | 0d")
    words = serializers.SerializerMethodField()
    channels = serializers.ListField(child=serializers.CharField())
    conditional = serializers.SerializerMethodField()
    reason = serializers.CharField()

    def get_words(self, rule: DurationRule) -> str:
        """The time in words."""
        return worktime.parse_duration(rule.value).words

    def get_conditional(self, rule: DurationRule) -> bool:
        """Whether it holds for some answers only."""
        return not rule.always


class ResultRule(Shape):
    """A result that the procedure may end in."""

    code = serializers.CharField()
    name = serializers.CharField()
    outcome = serializers.CharField(help_text="grant | refuse")


class Option(Shape):
    """One choice of a closed list."""

    value = serializers.JSONField()
    label = serializers.CharField()  # type: ignore[assignment]
    hint = serializers.CharField()


class Question(Shape):
    """One question of the e-form, bound to a pointer of the answers."""

    pointer = serializers.CharField()
    widget = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    hint = serializers.CharField()
    options = Option(many=True, source="choices")
    autocomplete = serializers.CharField()


class Repeat(Shape):
    """How a list is asked for: the section's questions once for each of its items."""

    pointer = serializers.CharField()
    label = serializers.CharField(help_text="Tiêu đề của mỗi mục; {n} là số thứ tự")  # type: ignore[assignment]
    add = serializers.CharField()
    layout = serializers.CharField(help_text="list | table")


class Section(Shape):
    """A headed group of questions."""

    title = serializers.CharField()
    repeat = Repeat(allow_null=True)
    fields = Question(many=True)  # type: ignore[assignment]


class Page(Shape):
    """One screen of the e-form; `evaluate` tells which questions are visible."""

    id = serializers.CharField()
    title = serializers.CharField()
    intro = serializers.CharField()
    sections = Section(many=True)


class Sheet(Shape):
    """The public sheet of a procedure (its version in force) with all that a form needs."""

    code = serializers.CharField(source="package.code")
    version = serializers.IntegerField(source="version.number")
    effective_from = serializers.DateField(source="version.effective_from")
    effective_until = serializers.DateField(source="version.effective_until", allow_null=True)
    name = serializers.CharField(source="facts.name")
    name_en = serializers.CharField(source="facts.name_en")
    summary = serializers.CharField(source="facts.summary")
    field_code = serializers.CharField(source="facts.field_code")
    field_name = serializers.CharField(source="facts.field_name")  # type: ignore[assignment]
    decision = serializers.CharField(source="facts.decision")
    level = serializers.CharField(source="facts.level")
    audiences = serializers.ListField(source="facts.audiences", child=serializers.CharField())
    channels = serializers.ListField(source="facts.channels", child=serializers.CharField())
    agency_class = serializers.CharField(source="facts.agency_class")
    conditions = serializers.CharField(source="facts.conditions")
    how_to = serializers.ListField(source="facts.how_to", child=serializers.CharField())
    legal_basis = LegalText(source="facts.legal_basis", many=True)
    papers = PaperRuleShape(source="substance.papers", many=True)
    fees = FeeRules(source="substance.fees")
    durations = Duration(source="substance.durations", many=True)
    first_check = serializers.CharField(source="substance.first_check")
    results = ResultRule(source="substance.results", many=True)
    pages = Page(source="substance.pages", many=True)
    data = serializers.DictField(  # type: ignore[assignment]
        source="substance.data", help_text="JSON Schema 2020-12 của câu trả lời"
    )


class AgencyRef(Shape):
    """Which agency."""

    code = serializers.CharField()
    name = serializers.CharField()


class AgencyLine(AgencyRef):
    """One agency in the list."""

    kind = serializers.CharField(help_text="city | department | commune | centre")
    commune_code = serializers.CharField()
    address = serializers.CharField()
    phone = serializers.CharField()


class FieldErrorShape(Shape):
    """One wrong or missing value."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class QuoteLine(Shape):
    """One fee as it is owed; a waived one costs 0 and its rule says why."""

    code = serializers.CharField()
    kind = serializers.CharField(help_text="phi | le_phi")
    amount = serializers.IntegerField()
    rule = serializers.CharField()


class FrozenLine(QuoteLine):
    """One fee as a submitted dossier owes it."""

    name = serializers.CharField()
    waiver = serializers.CharField(allow_null=True, help_text="Mã trường hợp được miễn")


class Quote(Shape):
    """What is owed, in đồng."""

    total = serializers.IntegerField()
    lines = QuoteLine(many=True)


class Reason(Shape):
    """One step of a derivation: which rule moved the moment from where to where."""

    rule = serializers.CharField()
    to = serializers.DateTimeField()
    text = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        """Add `from`, which Python keeps for itself."""
        return {**super().get_fields(), "from": serializers.DateTimeField()}


class Due(Shape):
    """A due moment and how it came about."""

    at = serializers.DateTimeField()
    derivation = Reason(many=True)


class Verdict(Shape):
    """The verdict on answers."""

    valid = serializers.BooleanField()
    errors = FieldErrorShape(many=True)  # type: ignore[assignment]
    visible = serializers.ListField(child=serializers.CharField())
    required = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]
    computed = serializers.DictField()
    fees = Quote()
    duration = serializers.CharField()
    due = Due()
