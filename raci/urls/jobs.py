"""Work in the background; included at "work/", in the namespace `raci`."""

from django.urls import path

from raci.views import jobs

urlpatterns = [
    path("", jobs.job_list, name="job-list"),
    path("<int:pk>/", jobs.job_detail, name="job-detail"),
    path("<int:pk>/file/", jobs.job_file, name="job-file"),
    path("<int:pk>/again/", jobs.job_again, name="job-again"),
    path("<int:pk>/cancel/", jobs.job_cancel, name="job-cancel"),
]
