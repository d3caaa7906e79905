from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "ros_portal.site"
    label = "site"
    verbose_name = "Portaal"
