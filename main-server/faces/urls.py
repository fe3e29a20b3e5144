from django.urls import path

from faces import views

urlpatterns = [
    path("faces/ranking", views.RankingView.as_view(), name="ranking"),
    path("faces/tasks/", views.CoversView.as_view()),
    path("faces/tasks/<uuid:cover_id>", views.CoverView.as_view(), name="cover"),
    path("faces/tasks/<uuid:cover_id>/again", views.CoverAgainView.as_view()),
    path("faces/tasks/<uuid:cover_id>/confirm", views.CoverConfirmView.as_view()),
    path("faces/tasks/<uuid:cover_id>/photo", views.CoverPhotoView.as_view(), name="cover-photo"),
    path("faces/tasks/<uuid:cover_id>/picture", views.CoverPictureView.as_view(), name="cover-picture"),
    path("users/mypage/used", views.MyCoversView.as_view()),
]
