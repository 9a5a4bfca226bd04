"""Account: a name and a password. Whose it is, `people.Person` says."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=(username or "").lower())


class Account(AbstractBaseUser):
    """Signs in by its name (kept in lower case). Made by an invitation; unusable until the holder sets a password."""

    username = models.CharField(_("sign-in name"), max_length=60, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    theme = models.CharField(max_length=10, default="auto")
    contrast = models.CharField(max_length=10, default="normal")
    size = models.CharField(max_length=10, default="normal")
    is_staff = False
    is_superuser = False

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username


class Invitation(models.Model):
    """A one-time code on a printed letter. Only its digest is kept; a newer letter cancels older ones.

    Belongs to the installation as the account does: whoever types a code names no school.
    """

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("digest", name="one_invitation_per_code")]

    def __str__(self) -> str:
        return f"invitation of {self.account_id}"
