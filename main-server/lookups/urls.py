from django.urls import path

from lookups import views

urlpatterns = [
    path("lookups/", views.LookupsView.as_view()),
    path("lookups/<uuid:lookup_id>", views.LookupView.as_view()),
    path("lookups/<uuid:lookup_id>/photo", views.LookupPhotoView.as_view(), name="lookup-photo"),
    path("lookups/<uuid:lookup_id>/reference", views.LookupReferenceView.as_view(), name="lookup-reference"),
    path("lookups/<uuid:lookup_id>/dog-photo", views.LookupDogPhotoView.as_view(), name="lookup-dog-photo"),
    path("lookups/<uuid:lookup_id>/contact", views.ContactView.as_view()),
    path("contacts/answer", views.ContactAnswerView.as_view(), name="contact-answer"),
    path("users/mypage/lookups", views.MyLookupsView.as_view()),
]
