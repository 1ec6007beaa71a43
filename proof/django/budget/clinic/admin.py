from django.contrib import admin

from .models import Body, Chicken, Egg, Hidden, InPatient, Member, Note, Patient, Pharmacy, Profile, Sealed, Visit, Ward

front_desk = admin.AdminSite(name="desk")


class NoteInline(admin.TabularInline):
    model = Note
    extra = 0


class VisitInline(admin.TabularInline):
    model = Visit
    extra = 0


class FineAdmin(admin.ModelAdmin):
    list_display = ["name", "ward", "doctor"]
    list_select_related = ["ward", "doctor"]
    inlines = [NoteInline]


@admin.register(Patient)
class PatientAdmin(admin.ModelAdmin):
    """The list reads the ward of each row, and each row of the inline reads all wards anew."""
    list_display = ["name", "ward"]
    inlines = [VisitInline]


@admin.register(Ward)
class WardAdmin(admin.ModelAdmin):
    list_display = ["code", "parent_code"]
    list_select_related = ["parent"]

    def parent_code(self, ward):
        return ward.parent and ward.parent.code


@admin.register(Body, Chicken, Egg, Pharmacy, Profile, Sealed)
class PlainAdmin(admin.ModelAdmin):
    list_display = ["pk"]


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):
    list_display = ["email"]
    exclude = ["password"]


@admin.register(Hidden)
class HiddenAdmin(admin.ModelAdmin):
    def get_queryset(self, request):
        return super().get_queryset(request).none()


@admin.register(InPatient)
class ReadOnlyAdmin(FineAdmin):
    inlines = []

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return obj is None


front_desk.register(Patient, FineAdmin)
