"""Numbers, dates, money and contacts: found in Russian, Chinese, Kazakh and English, and given one value in all."""

from pipeline.quantities.contacts import Contact, find_contacts
from pipeline.quantities.find import find_quantities
from pipeline.quantities.quantity import DATES, Kind, Quantity

__all__ = ["DATES", "Contact", "Kind", "Quantity", "find_contacts", "find_quantities"]
