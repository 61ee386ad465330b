"""App of the catalogue's tables."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Procedures and their frozen versions."""

    name = "procedures.catalogue"
    label = "catalogue"
    verbose_name = "Danh mục thủ tục"
