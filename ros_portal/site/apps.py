from django.apps import AppConfig
from django.contrib.admin import apps as admin


class SiteConfig(AppConfig):
    default = True
    name = "ros_portal.site"
    label = "site"
    verbose_name = "Portaal"


class PortalAdminConfig(admin.AdminConfig):
    """Django's admin with the door of the portal: see `ros_portal.site.admin`."""

    default = False
    default_site = "ros_portal.site.admin.PortalAdminSite"
