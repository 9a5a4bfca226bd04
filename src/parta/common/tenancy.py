"""Rows that belong to a school, and links between them that never leave it.

Every query on such rows compares `school`, so that the database can be sharded by school:
joins and look-ups by `SchoolForeignKey`, updates, refreshes and related managers do it by themselves.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Col
from django.db.models.lookups import Exact

from parta.common.errors import Invalid


class SchoolForeignKey(models.ForeignKey):
    """A foreign key between rows of one school: joins and look-ups compare the school too."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        super().__init__(to, on_delete, **kwargs)

    def get_extra_restriction(self, alias: str, related_alias: str | None) -> Any:
        if related_alias is None:
            return None
        here: Any = self.model._meta.get_field("school")
        there: Any = self.related_model._meta.get_field("school")
        return Exact(Col(alias, there), Col(related_alias, here))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """The row pointed at must be one of the same school."""
        if self.remote_field.parent_link or value is None or model_instance is None:
            super().validate(value, model_instance)
            return
        school_id = model_instance.school_id  # type: ignore[attr-defined]
        rows = self.remote_field.model._base_manager.filter(school_id=school_id, pk=value)
        if not rows.exists():
            raise ValidationError(
                self.error_messages["invalid"],
                code="invalid",
                params={
                    "model": self.remote_field.model._meta.verbose_name,
                    "pk": value,
                    "field": "id",
                    "value": value,
                },
            )

    def get_extra_descriptor_filter(self, instance: models.Model) -> dict[str, Any]:
        return {"school_id": instance.school_id}  # type: ignore[attr-defined]


class SchoolQuerySet(models.QuerySet[Any]):
    def erase(self) -> int:
        """Delete the rows of this query without following relations; the database refuses rows in use."""
        try:
            return self._raw_delete(self.db)
        except models.ProtectedError as error:
            raise Invalid(str(error)) from error


class SchoolManager(models.Manager.from_queryset(SchoolQuerySet)):  # type: ignore[misc]
    """Related managers (`group.memberships`) compare the school of their owner."""

    def get_queryset(self) -> SchoolQuerySet:
        rows: SchoolQuerySet = super().get_queryset()
        owner = getattr(self, "instance", None)
        return rows.filter(school_id=owner.school_id) if isinstance(owner, SchoolModel) else rows


class SchoolModel(models.Model):
    """A row of one school. Its update and refresh compare the school; it is deleted through a query."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")

    objects = SchoolManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_foreign_school()
        super().save(*args, **kwargs)

    def _do_update(self, base_qs: Any, *args: Any) -> Any:
        return super()._do_update(base_qs.filter(school_id=self.school_id), *args)

    def refresh_from_db(self, using: Any = None, fields: Any = None, from_queryset: Any = None) -> None:
        rows = type(self)._base_manager.filter(school_id=self.school_id) if from_queryset is None else from_queryset
        super().refresh_from_db(using, fields, from_queryset=rows)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("Delete rows of a school through a filtered query: objects.filter(school=...).erase()")

    def _refuse_foreign_school(self) -> None:
        for field in self._meta.concrete_fields:
            if isinstance(field, SchoolForeignKey) and field.is_cached(self):
                other: Any = field.get_cached_value(self)
                if other is not None and other.school_id != self.school_id:
                    raise Invalid(f"{self._meta.label}.{field.name} points at a row of another school")
