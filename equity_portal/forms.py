"""How Django's forms look as USWDS fields."""

from django.forms.renderers import TemplatesSetting


class UswdsRenderer(TemplatesSetting):
    """Renders a field with its label, hint and error in USWDS markup."""
