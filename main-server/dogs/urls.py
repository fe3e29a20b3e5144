from django.urls import path

from dogs import views

urlpatterns = [
    path("dogs/", views.DogsView.as_view()),
    path("dogs/breeds", views.BreedsView.as_view()),
    path("dogs/<uuid:dog_id>", views.DogView.as_view()),
    path("dogs/<uuid:dog_id>/photo", views.DogPhotoView.as_view(), name="dog-photo"),
    path("dogs/by-number/<str:number>", views.DogByNumberView.as_view()),
    path("users/mypage/dogs", views.MyDogsView.as_view()),
]
