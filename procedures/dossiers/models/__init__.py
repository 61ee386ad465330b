"""The tables of the dossier engine."""

from procedures.dossiers.models.dossier import Dossier, DossierQuerySet
from procedures.dossiers.models.holds import Hold
from procedures.dossiers.models.numbers import CodeCounter, NumberCounter
from procedures.dossiers.models.papers import Paper, Result, Slip
from procedures.dossiers.models.remarks import Remark

__all__ = [
    "CodeCounter",
    "Dossier",
    "DossierQuerySet",
    "Hold",
    "NumberCounter",
    "Paper",
    "Remark",
    "Result",
    "Slip",
]
