"""URLs of exchange."""

from django.urls import path

from tirek.exchange import review, views

app_name = "exchange"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("review/", review.queue, name="review"),
    path("review/<int:row_id>/", review.compare, name="compare"),
    path("review/<int:row_id>/settle/", review.settle, name="settle"),
    path("rows/<int:row_id>/keep/", review.keep, name="keep"),
    path("rows/<int:row_id>/strike/", review.strike, name="strike"),
    path("rows/<int:row_id>/restore/", review.restore, name="restore"),
    path("<uuid:file_id>/", views.preview, name="preview"),
    path("<uuid:file_id>/progress/", views.progress, name="progress"),
    path("<uuid:file_id>/explain/", views.explain, name="explain"),
    path("<uuid:file_id>/commit/", views.commit, name="commit"),
    path("<uuid:file_id>/withdraw/", views.withdraw, name="withdraw"),
]
