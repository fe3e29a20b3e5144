from django.urls import path

from jobs.views import TaskView

urlpatterns = [path("tasks/<uuid:task_id>", TaskView.as_view(), name="task")]
