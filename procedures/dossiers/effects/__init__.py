"""What each kind of action sets. Nothing outside the database; one module for each effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procedures.dossiers.effects import (
    dues,
    holding,
    requesting,
    results,
    stages,
    steps,
    tasks,
)
from procedures.dossiers.effects.move import Move

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["EFFECTS", "Move"]

EFFECTS: dict[str, Callable[[Move], None]] = {
    "submit": stages.submit,
    "accept": stages.accept,
    "refuse_intake": stages.refuse_intake,
    "withdraw": stages.withdraw,
    "settle": stages.settle,
    "settle_bundle": stages.settle_bundle,
    "stop": stages.stop,
    "resume": stages.resume,
    "recall": stages.recall,
    "deliver": stages.deliver,
    "request_supplement": holding.request_supplement,
    "supplement": holding.supplement,
    "close_fee": holding.close_fee,
    "ask_confirmation": holding.ask_confirmation,
    "confirm": holding.confirm,
    "lapse_confirmation": holding.lapse_confirmation,
    "consult": tasks.open_task,
    "inspect": tasks.open_task,
    "ask_expert": tasks.open_task,
    "ask_register": tasks.open_task,
    "sign_outside": tasks.open_task,
    "report_task": tasks.report_task,
    "cancel_task": tasks.cancel_task,
    "lapse_task": tasks.lapse_task,
    "hand_over": steps.hand_over,
    "advance": steps.advance,
    "sign": steps.sign,
    "send_back": steps.move_only,
    "transfer": steps.transfer,
    "archive": steps.archive,
    "claim": steps.claim,
    "assign": steps.assign,
    "let_go": steps.let_go,
    "release_request": requesting.release_request,
    "return_request": requesting.return_request,
    "drop_request": requesting.drop_request,
    "extend": dues.extend,
    "correct": results.correct,
}
