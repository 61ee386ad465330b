"""The gateway's two ways to reach us: the server-to-server IPN and the customer's return."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from payments import door, evidence, gateway
from payments.states import Source
from payments.vnpay import (
    Ack,
    CallbackService,
    MalformedCallbackError,
    SignatureVerificationError,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

    from payments.evidence import Observed

# To answer takes no secret, and an answer is owed even where the settings are wrong.
ANSWERS = CallbackService(tmn_code="", secrets=())

log = structlog.get_logger(__name__)


@login_not_required
@csrf_exempt
@transaction.non_atomic_requests
@never_cache
@require_GET
def ipn(request: HttpRequest) -> HttpResponse:
    """Hear the gateway; 00 and 02 are said only of what is committed."""
    raw_query = request.META.get("QUERY_STRING", "")
    try:
        ack = _hear(raw_query)
    except Exception as error:
        # The gateway repeats what is not acknowledged, so this is never a 500.
        log.exception("ipn failed")
        _note_failure(raw_query, error)
        ack = Ack.ERROR
    status, headers, body = ANSWERS.acknowledge(ack)
    return HttpResponse(body, status=status, headers=headers)


@login_not_required
@csrf_exempt
@transaction.non_atomic_requests
@never_cache
@require_GET
def vnpay_return(request: HttpRequest) -> HttpResponse:
    """Keep what the customer brings back and show the way; nothing is settled here."""
    try:
        attempt = door.note(_read(request.META.get("QUERY_STRING", ""), source=Source.RETURN))
    except (SignatureVerificationError, MalformedCallbackError, DatabaseError) as error:
        log.warning("return not verified", reason=type(error).__name__)
        attempt = None
    if attempt is None:
        return redirect("frontend:payment_unverified")
    return redirect("frontend:payment_result", attempt.intent.public_code)


def _hear(raw_query: str) -> Ack:
    try:
        observed = _read(raw_query, source=Source.IPN)
    except SignatureVerificationError as error:
        log.warning("ipn not signed", reason=type(error).__name__)
        return error.ack
    except MalformedCallbackError as error:
        log.warning("ipn not readable", reason=str(error))
        return error.ack
    return door.observe(observed)


def _read(raw_query: str, *, source: Source) -> Observed:
    """Read a verified callback, also one that is signed but says too little."""
    try:
        event = gateway.client().callbacks.construct_event(raw_query)
    except MalformedCallbackError as error:
        if not error.signed:
            raise
        return evidence.from_malformed(error, source=source)
    return evidence.from_vnpay(event, source=source)


def _note_failure(raw_query: str, failure: Exception) -> None:
    """Keep the word for people, where the database still takes it."""
    try:
        door.note_failure(_read(raw_query, source=Source.IPN), error=type(failure).__name__)
    except Exception:
        # The answer 99 makes the gateway come back either way.
        log.exception("ipn could not be kept")
