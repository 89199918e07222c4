"""The door for every server and for the flask command; nothing else lives here."""

from app import create_app

app = create_app()
