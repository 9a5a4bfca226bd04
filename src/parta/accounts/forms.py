"""Forms of sign-in: allauth's, in our words, and those of the letter."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from parta.accounts import services
from parta.common.errors import Invalid

PASSWORD_HINT = _("At least eight characters, no common word, not the sign-in name. A short sentence is good.")
TYPED_AS_IT_IS = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


def reword(form: forms.Form, **words: Any) -> None:
    """Give fields our labels; no placeholders, no help that is not ours."""
    for name, label in words.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, login=_("Sign-in name"), password=_("Password"), remember=_("Remember me on this device"))
        self.fields["login"].widget.attrs |= TYPED_AS_IT_IS | {"autocomplete": "username"}


class ConfirmForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, password=_("Password"))
        self.fields["password"].widget.attrs["autofocus"] = True


class ChangeForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, oldpassword=_("Present password"), password1=_("New password"), password2=_("Once more"))
        self.fields["password1"].help_text = PASSWORD_HINT


def _ask_code(form: forms.Form) -> None:
    reword(form, code=_("Code"))
    form.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


class StepForm(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self)


class ConfirmCodeForm(CodeReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self)


class AddAppForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self)


class AddPasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, name=_("What to call it"))
        self.fields["passwordless"] = forms.BooleanField(initial=True, widget=forms.HiddenInput)


class RenamePasskeyForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, name=_("What to call it"))


class CodeForm(forms.Form):
    """The one-time code of a letter; once it is found good, `invitation` is whose it is."""

    code = forms.CharField(
        label=_("Code from the letter"),
        max_length=40,
        widget=forms.TextInput(
            attrs=TYPED_AS_IT_IS | {"autocapitalize": "characters", "autocomplete": "off", "autofocus": True}
        ),
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            self.invitation = services.open_invitation(code)
        except Invalid as error:
            raise forms.ValidationError(error.message) from error
        return code


class NewPasswordForm(forms.Form):
    """The holder's own password, twice; the code comes along from the step before."""

    code = forms.CharField(widget=forms.HiddenInput)
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
    )
    again = forms.CharField(
        label=_("Once more"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", _("The two passwords differ: type the same one twice."))
        return values
