"""Models of many kinds, so that rows of each have to be made."""
import uuid

import django
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import post_save
from django.dispatch import receiver


class MemberManager(BaseUserManager):
    def create_superuser(self, email, full_name, password):
        member = self.model(email=email, full_name=full_name, is_staff=True, is_superuser=True)
        member.set_password(password)
        member.save()
        return member


class Member(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=80)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = MemberManager()


class Profile(models.Model):
    """A signal makes the row."""
    member = models.OneToOneField(Member, on_delete=models.CASCADE)
    phone = models.CharField(max_length=20, blank=True)


@receiver(post_save, sender=Member)
def give_profile(sender, instance, created, **kwargs):
    if created:
        Profile.objects.create(member=instance)


class Ward(models.Model):
    code = models.CharField(max_length=3, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)

    def __str__(self):
        return self.code


class Place(models.Model):
    name = models.CharField(max_length=50)
    opened = models.DateField()


class Pharmacy(Place):
    licence = models.CharField(max_length=12, unique=True)
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT)


# named `condition` since 5.1
condition = "condition" if django.VERSION >= (5, 1) else "check"
in_order = models.CheckConstraint(name="in_order", **{condition: models.Q(left__gt=models.F("arrived"))})


class Patient(models.Model):
    class Kind(models.TextChoices):
        INSIDE = "in", "stays"
        OUTSIDE = "out", "comes and goes"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=3, choices=Kind.choices)
    ward = models.ForeignKey(Ward, null=True, blank=True, on_delete=models.SET_NULL)
    doctor = models.ForeignKey(Member, on_delete=models.PROTECT)
    arrived = models.DateTimeField()
    left = models.DateTimeField()

    class Meta:
        unique_together = [("name", "arrived")]
        constraints = [in_order]

    def __str__(self):
        return self.name


class InPatient(Patient):
    class Meta:
        proxy = True


class Visit(models.Model):
    patient = models.ForeignKey(Patient, related_name="visits", on_delete=models.CASCADE)
    room = models.ForeignKey(Ward, on_delete=models.PROTECT)
    minutes = models.DurationField()
    price = models.DecimalField(max_digits=2, decimal_places=2)


class Note(models.Model):
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE)
    text = models.TextField()


class Chicken(models.Model):
    egg = models.ForeignKey("Egg", related_name="+", on_delete=models.CASCADE)


class Egg(models.Model):
    chicken = models.ForeignKey(Chicken, related_name="+", on_delete=models.CASCADE)


class Shape(models.Field):
    def db_type(self, connection):
        return "text"


class Body(models.Model):
    outline = Shape()


class Sealed(models.Model):
    name = models.CharField(max_length=20)

    def save(self, *args, **kwargs):
        raise ValidationError("rows come from elsewhere")


class Hidden(models.Model):
    name = models.CharField(max_length=20)
