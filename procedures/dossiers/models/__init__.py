"""The tables of the dossier engine."""

from procedures.dossiers.models.bulk import BulkItem, BulkRun
from procedures.dossiers.models.dossier import Dossier, DossierQuerySet
from procedures.dossiers.models.holds import Hold
from procedures.dossiers.models.instructions import Instruction
from procedures.dossiers.models.intakes import Intake
from procedures.dossiers.models.names import NameWord
from procedures.dossiers.models.numbers import CodeCounter, NumberCounter
from procedures.dossiers.models.papers import Paper, Result, Slip
from procedures.dossiers.models.remarks import Remark
from procedures.dossiers.models.requests import Request
from procedures.dossiers.models.routing import RoutingRule
from procedures.dossiers.models.talk import Message, Note
from procedures.dossiers.models.tasks import SideTask
from procedures.dossiers.models.views import SavedView

__all__ = [
    "BulkItem",
    "BulkRun",
    "CodeCounter",
    "Dossier",
    "DossierQuerySet",
    "Hold",
    "Instruction",
    "Intake",
    "Message",
    "NameWord",
    "Note",
    "NumberCounter",
    "Paper",
    "Remark",
    "Request",
    "Result",
    "RoutingRule",
    "SavedView",
    "SideTask",
    "Slip",
]
