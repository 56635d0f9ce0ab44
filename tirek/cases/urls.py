"""URLs of cases."""

from django.urls import path

from tirek.cases import line_pages, need_pages, plan_pages, sheet_pages, views

app_name = "cases"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("reasons/<int:reason_id>/", views.check_reason, name="check_reason"),
    path("<uuid:application_id>/decide/", views.decide, name="decide"),
    path("people/<uuid:person_id>/", need_pages.page, name="needs"),
    path("people/<uuid:person_id>/needs/new/", need_pages.add_need, name="add_need"),
    path("people/<uuid:person_id>/plan/begin/", plan_pages.begin_plan, name="begin_plan"),
    path("people/<uuid:person_id>/sheet/order/", sheet_pages.order_sheet, name="order_sheet"),
    path("sheets/<uuid:sheet_id>/", sheet_pages.sheet, name="sheet"),
    path("needs/<uuid:need_id>/", need_pages.change_need, name="change_need"),
    path("plans/<uuid:plan_id>/review/", plan_pages.review, name="review"),
    path("plans/<uuid:plan_id>/close/", plan_pages.close, name="close"),
    path("plans/<uuid:plan_id>/reopen/", plan_pages.reopen, name="reopen"),
    path("plans/versions/<uuid:version_id>/", plan_pages.version, name="version"),
    path("plans/versions/<uuid:version_id>/agree/", plan_pages.agree, name="agree"),
    path("plans/versions/<uuid:version_id>/approve/", plan_pages.approve, name="approve"),
    path("plans/versions/<uuid:version_id>/discard/", plan_pages.discard, name="discard"),
    path("plans/versions/<uuid:version_id>/goals/new/", line_pages.add_goal, name="add_goal"),
    path("plans/lines/<uuid:line_id>/", line_pages.change_line, name="change_line"),
    path("plans/lines/<uuid:line_id>/steps/new/", line_pages.add_step, name="add_step"),
    path("plans/lines/<uuid:line_id>/leaving/", line_pages.drop_line, name="drop_line"),
    path("plans/lines/<uuid:line_id>/done/", line_pages.finish_step, name="finish_step"),
    path("plans/lines/<uuid:line_id>/not-done/", line_pages.reopen_step, name="reopen_step"),
    path("plans/left/<uuid:left_id>/back/", line_pages.bring_back, name="bring_back"),
]
