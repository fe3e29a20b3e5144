from django.urls import path

from accounts import views
from accounts.pages import PasswordPage, VerifyPage

urlpatterns = [
    path("users/", views.UsersView.as_view()),
    path("users/terms", views.TermsView.as_view()),
    path("users/auth", views.LogInView.as_view()),
    path("users/auth/refresh", views.RefreshView.as_view()),
    path("users/auth/logout", views.LogOutView.as_view()),
    path("users/verify", views.VerifyView.as_view()),
    path("users/verify/resend", views.ResendView.as_view()),
    path("users/password/reset", views.ResetView.as_view()),
    path("users/password/reset/confirm", views.ResetConfirmView.as_view()),
    path("users/verify/page", VerifyPage.as_view()),
    path("users/password/page", PasswordPage.as_view()),
    path("users/me", views.MeView.as_view()),
]
