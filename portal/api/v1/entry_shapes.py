"""How an entry of the national catalogue looks from outside."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from procedures.catalogue.models import CatalogueEntry
from procedures.catalogue.national.row import CERTAIN

Shape = serializers.Serializer[Any]
CHANNEL = "online | counter | post"


class EntryTime(Shape):
    """One processing time, per way to file."""

    channel = serializers.CharField(help_text=CHANNEL)
    number = serializers.IntegerField()
    unit = serializers.CharField(help_text="working_day | day | working_hour | hour | month …")


class EntryFee(Shape):
    """One price, per way to file; 0 is free of charge."""

    channel = serializers.CharField(help_text=CHANNEL)
    amount = serializers.IntegerField()
    currency = serializers.CharField(help_text="VND | USD")
    per = serializers.CharField(help_text="Đơn vị thu, nếu danh mục có nêu")
    kind = serializers.CharField(help_text="phi | le_phi | rỗng nếu danh mục không nêu")


class EntryPaper(Shape):
    """One paper; `group` is the case under which the catalogue lists it."""

    group = serializers.CharField()
    name = serializers.CharField()
    originals = serializers.IntegerField()
    copies = serializers.IntegerField()
    if_any = serializers.BooleanField()
    template = serializers.CharField(help_text="Tên tệp biểu mẫu")


class EntryLaw(Shape):
    """One legal text; the name is empty where it could not be read for certain."""

    number = serializers.CharField()
    name = serializers.CharField()


class EntryResult(Shape):
    """One result with its national code."""

    code = serializers.CharField()
    name = serializers.CharField()


class EntryAgencies(Shape):
    """Levels and names of agencies."""

    levels = serializers.ListField(child=serializers.CharField())
    performing = serializers.ListField(child=serializers.CharField())
    competent = serializers.ListField(child=serializers.CharField())


class EntryDoubt(Shape):
    """Something that the catalogue does not say for certain: never to be taken as a fact."""

    code = serializers.CharField()
    place = serializers.CharField()
    excerpt = serializers.CharField()
    why = serializers.CharField()


class EntrySheet(Shape):
    """What the national catalogue says: information with its source, not a service of the city."""

    code = serializers.CharField()
    name = serializers.CharField()
    field_name = serializers.CharField()  # type: ignore[assignment]
    decision = serializers.SerializerMethodField()
    source_url = serializers.CharField()
    imported_at = serializers.DateTimeField(source="changed_at")
    vanished_at = serializers.DateTimeField(allow_null=True)
    states = serializers.DictField(
        child=serializers.CharField(), help_text="certain | doubtful | absent, theo từng dữ kiện"
    )
    audiences = serializers.ListField(source="facts.audiences", child=serializers.CharField())
    agencies = EntryAgencies(source="facts.agencies", many=True)
    channels = serializers.ListField(source="facts.channels", child=serializers.CharField())
    times = EntryTime(source="facts.times", many=True)
    fees = EntryFee(source="facts.fees", many=True)
    papers = EntryPaper(source="facts.papers", many=True)
    legal_basis = EntryLaw(source="facts.legal_basis", many=True)
    results = EntryResult(source="facts.results", many=True)
    steps = serializers.CharField(source="facts.steps")
    conditions = serializers.CharField(source="facts.conditions")
    doubts = EntryDoubt(many=True)

    def get_decision(self, entry: CatalogueEntry) -> str:
        """The decision's number, where nothing about it is doubtful."""
        return entry.decision if entry.states.get("identity") == CERTAIN else ""
