from django.urls import path

from emojis import views

urlpatterns = [
    path("emojis/", views.EmojisView.as_view()),
    path("emojis/pages/<int:number>", views.EmojiPagesView.as_view(), name="emoji-page"),
    path("emojis/<uuid:emoji_id>", views.EmojiView.as_view()),
    path("emojis/<uuid:emoji_id>/publish", views.EmojiPublishView.as_view()),
    path("emojis/<uuid:emoji_id>/report", views.EmojiReportView.as_view()),
    path("emojis/<uuid:emoji_id>/pictures/<str:expression>", views.EmojiPictureView.as_view(), name="emoji-picture"),
    path("users/mypage/made", views.MyEmojisView.as_view()),
]
