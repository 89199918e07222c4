"""Health, for whoever watches the server."""

from flask import Flask, Response, current_app, jsonify
from sqlalchemy import text

from app.core.access import public
from app.extensions import db


def pasang(app: Flask) -> None:
    @app.get("/sehat", endpoint="sehat")
    @public
    def sehat() -> Response:
        """Touches the database and the file store."""
        db.session.execute(text("SELECT 1"))
        current_app.extensions["penyimpanan"].ada("00/00/" + "0" * 64)
        return jsonify(status="ok")
