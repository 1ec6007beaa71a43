from clinic.admin import front_desk
from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls), path("desk/", front_desk.urls)]
