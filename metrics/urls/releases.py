"""The addresses of releases, and of what is out. A release is named by its record's number."""

from django.urls import path

from metrics.views import releases

urlpatterns = [
    path("releases/", releases.release_list, name="release-list"),
    path("releases/new/", releases.release_create, name="release-create"),
    path("releases/<int:pk>/", releases.release_detail, name="release-detail"),
    path("releases/<int:pk>/edit/", releases.release_edit, name="release-edit"),
    path("releases/<int:pk>/levels/", releases.release_merge, name="release-merge"),
    path("releases/<int:pk>/make/", releases.release_make, name="release-make"),
    path("releases/<int:pk>/withdraw/", releases.release_withdraw, name="release-withdraw"),
    path("released/", releases.released_list, name="released-list"),
    path("released/<int:pk>/", releases.released_detail, name="released-detail"),
    path("released/<int:pk>/csv/", releases.released_file, name="released-file"),
    path("public/", releases.public_list, name="public-list"),
    path("public/<int:pk>/", releases.public_detail, name="public-detail"),
    path("public/<int:pk>/csv/", releases.public_file, name="public-file"),
]
