from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "ros_portal.kit"
    label = "kit"
