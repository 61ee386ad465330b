"""Routes of version 1. Codes contain dots: every name in an address is `[^/]+`."""

from __future__ import annotations

from django.urls import path

from portal.api.v1 import (
    calendar,
    catalogue,
    desk,
    docs,
    dossiers,
    figures,
    files,
    follow,
    intake,
    money,
    people,
    queues,
    talk,
)

app_name = "api"
urlpatterns = [
    path("schema/", docs.Schema.as_view(), name="schema"),
    path("docs/", docs.Docs.as_view(), name="docs"),
    path("demo/token", people.DemoToken.as_view(), name="demo_token"),
    path("me", people.Me.as_view(), name="me"),
    path("me/notices", people.Notices.as_view(), name="notices"),
    path("me/notices/read", people.NoticesRead.as_view(), name="notices_read"),
    path("track", follow.Track.as_view(), name="track"),
    path("agencies/", catalogue.AgencyList.as_view(), name="agencies"),
    path("calendar/", calendar.CalendarItem.as_view(), name="calendar"),
    path("procedures/", catalogue.ProcedureList.as_view(), name="procedures"),
    path("procedures/<str:code>/", catalogue.ProcedureSheet.as_view(), name="procedure"),
    path("procedures/<str:code>/evaluate", catalogue.Evaluate.as_view(), name="evaluate"),
    path("dossiers/", dossiers.DossierList.as_view(), name="dossiers"),
    path("dossiers/<str:dossier>", dossiers.DossierItem.as_view(), name="dossier"),
    path("dossiers/<str:dossier>/answers", dossiers.DraftAnswers.as_view(), name="answers"),
    path("dossiers/<str:dossier>/submit", dossiers.Submit.as_view(), name="submit"),
    path("dossiers/<str:dossier>/supplement", dossiers.Supplement.as_view(), name="supplement"),
    path("dossiers/<str:dossier>/supplement/guide", talk.Guide.as_view(), name="guide"),
    path("dossiers/<str:dossier>/confirm", talk.Confirm.as_view(), name="confirm"),
    path("dossiers/<str:dossier>/messages", talk.Messages.as_view(), name="messages"),
    path("dossiers/<str:dossier>/messages/read", talk.MessagesRead.as_view(), name="messages_read"),
    path("dossiers/<str:dossier>/notes", talk.Notes.as_view(), name="notes"),
    path("dossiers/<str:dossier>/withdraw", dossiers.Withdraw.as_view(), name="withdraw"),
    path("dossiers/<str:dossier>/collect", dossiers.Collect.as_view(), name="collect"),
    path("dossiers/<str:dossier>/timeline", dossiers.Timeline.as_view(), name="timeline"),
    path("dossiers/<str:dossier>/papers", files.Papers.as_view(), name="papers"),
    path("dossiers/<str:dossier>/papers/<uuid:paper>", files.PaperItem.as_view(), name="paper"),
    path(
        "dossiers/<str:dossier>/papers/<uuid:paper>/file",
        files.PaperFile.as_view(),
        name="paper_file",
    ),
    path("dossiers/<str:dossier>/slips", files.Slips.as_view(), name="slips"),
    path(
        "dossiers/<str:dossier>/slips/<uuid:slip>/file", files.SlipFile.as_view(), name="slip_file"
    ),
    path("dossiers/<str:dossier>/results", files.Results.as_view(), name="results"),
    path(
        "dossiers/<str:dossier>/results/<uuid:result>/file",
        files.ResultFile.as_view(),
        name="result_file",
    ),
    path("dossiers/<str:dossier>/receipts", files.Receipts.as_view(), name="receipts"),
    path(
        "dossiers/<str:dossier>/receipts/<uuid:receipt>/file",
        files.ReceiptFile.as_view(),
        name="receipt_file",
    ),
    path("dossiers/<str:dossier>/payment", money.StartPayment.as_view(), name="payment_start"),
    path("dossiers/<str:dossier>/cash", money.RecordCash.as_view(), name="cash"),
    path("dossiers/<str:dossier>/actions/<str:action>", desk.TakeAction.as_view(), name="action"),
    path("intake/", intake.NewIntakes.as_view(), name="intakes"),
    path("intake/<uuid:draft>", intake.IntakeItem.as_view(), name="intake"),
    path("payments/<str:public_code>", money.PaymentItem.as_view(), name="payment"),
    path("payments/<str:public_code>/review", money.CloseReview.as_view(), name="payment_review"),
    path("queue/", queues.Queue.as_view(), name="queue"),
    path("queue/counts/", queues.QueueCounts.as_view(), name="queue_counts"),
    path("queue/views/", queues.SavedViews.as_view(), name="saved_views"),
    path("queue/views/<int:view>", queues.SavedViewItem.as_view(), name="saved_view"),
    path("queue/tasks/", queues.Tasks.as_view(), name="queue_tasks"),
    path("queue/requests/", queues.Releases.as_view(), name="queue_requests"),
    path("queue/fees/", money.FeesWaiting.as_view(), name="fees_waiting"),
    path("dashboard/", figures.Figures.as_view(), name="dashboard"),
    path("dashboard/<str:figure>", figures.FigureDossiers.as_view(), name="figure"),
]
