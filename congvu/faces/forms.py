"""How Django's forms are drawn: label, field, help and error tied together; same look and words everywhere."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """`FORM_RENDERER = "congvu.faces.forms.Renderer"`; needs `django.forms` among the installed apps."""

    form_template_name = "faces/form.html"
    field_template_name = "faces/field.html"
