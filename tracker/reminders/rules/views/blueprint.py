"""The pages share one blueprint."""

from flask import Blueprint

blueprint = Blueprint("reminder_rules", __name__)
