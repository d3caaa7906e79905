"""What addresses may hold: anything else is a page that does not exist."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class NumberConverter(StringConverter):
    """The number of input, such as ROS-2026-LOS-0007."""

    regex = "[A-Za-z0-9-]{1,20}"


register_converter(NumberConverter, "number")
