from django.conf import settings
from django.db import models


class NotificationLog(models.Model):
    """The table of the talk "Django Admin at Scale": one row for each notification that was sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    user_email = models.EmailField()
    code = models.CharField(max_length=40)
    category = models.CharField(max_length=40)
    event = models.CharField(max_length=20)
    template = models.CharField(max_length=60)
    type = models.CharField(max_length=20)
    body = models.TextField()
    created_at = models.DateTimeField()

    def __str__(self):
        return f"{self.code} to {self.user}"
