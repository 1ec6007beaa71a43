from django.contrib import admin
from django.urls import path

urlpatterns = [path(f"{name}/", site.urls) for name, (_, site) in admin.site.shapes.items()]
