"""The tables of the dossier engine."""

from procedures.dossiers.models.dossier import Dossier, DossierQuerySet
from procedures.dossiers.models.holds import Hold
from procedures.dossiers.models.numbers import CodeCounter, NumberCounter
from procedures.dossiers.models.papers import Paper, Result, Slip
from procedures.dossiers.models.remarks import Remark
from procedures.dossiers.models.requests import Request
from procedures.dossiers.models.talk import Message, Note
from procedures.dossiers.models.tasks import SideTask

__all__ = [
    "CodeCounter",
    "Dossier",
    "DossierQuerySet",
    "Hold",
    "Message",
    "Note",
    "NumberCounter",
    "Paper",
    "Remark",
    "Request",
    "Result",
    "SideTask",
    "Slip",
]
