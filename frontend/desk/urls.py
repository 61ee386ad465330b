"""Routes of the desk pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from frontend.desk import (
    absences,
    acting,
    brought,
    bulk,
    cases,
    counter,
    fees,
    instructions,
    queues,
    routing,
    talking,
    worklists,
    workload,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("can-bo/hang-doi", queues.queue, name="queue"),
    path("can-bo/hang-doi/khung-nhin", worklists.views, name="saved_views"),
    path("can-bo/phoi-hop", worklists.tasks, name="desk_tasks"),
    path("can-bo/cho-duyet", worklists.releases, name="releases"),
    path("can-bo/tin-nhan", worklists.inbox, name="desk_inbox"),
    path("can-bo/thu-phi", worklists.fees, name="fees_waiting"),
    path("can-bo/tim-ho-so", worklists.find, name="find"),
    path("can-bo/tai-quay", counter.counter, name="counter"),
    path("can-bo/tai-quay/thu-tuc/<str:code>", counter.counter_form, name="counter_form"),
    path("can-bo/tai-quay/ban-nhap/<uuid:public_id>/xoa", counter.discard, name="counter_discard"),
    path("can-bo/tai-quay/xong/<str:code>", counter.counter_done, name="counter_done"),
    path("can-bo/hang-loat", bulk.begin, name="bulk"),
    path("can-bo/hang-loat/<uuid:public_id>", bulk.watch, name="bulk_run"),
    path("can-bo/khoi-luong", workload.workload, name="workload"),
    path("can-bo/phan-cong", routing.routing, name="routing"),
    path("can-bo/phan-cong/<int:pk>/bo", routing.drop, name="routing_drop"),
    path("can-bo/vang-mat", absences.absences, name="absences"),
    path("can-bo/vang-mat/<int:pk>/ket-thuc", absences.end, name="absence_end"),
    path("can-bo/chi-dao/<int:pk>", instructions.answer, name="instruction"),
    path("can-bo/ho-so/<str:code>", cases.case, name="case"),
    path("can-bo/ho-so/<str:code>/thu-tien", fees.cash, name="cash"),
    path("can-bo/ho-so/<str:code>/thu-tien/kiem-tra", fees.review, name="payment_review"),
    path("can-bo/ho-so/<str:code>/trao-doi", talking.messages, name="desk_messages"),
    path("can-bo/ho-so/<str:code>/ghi-chu", talking.note, name="note"),
    path(
        "can-bo/ho-so/<str:code>/supplement_at_counter",
        brought.supplement,
        name="supplement_at_counter",
    ),
    path("can-bo/ho-so/<str:code>/<str:action_id>", acting.act, name="act"),
]
