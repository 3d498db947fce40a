"""The whole, put together for a server: `gunicorn --worker-class gthread --workers 1 --threads 400 wsgi:app`."""

import atexit

from conference.accounts.postman import Postman
from conference.app import create_app
from conference.core import files, schema, watch
from conference.core.runtime import build
from conference.core.settings import Settings
from conference.erasure import carrying
from realtime import attach

files.keep_private()
house = build(Settings.from_environment())
if not schema.is_newest(house.settings.database_url):
    raise SystemExit("The database is not ready. First run `python -m conference.cli migrate`.")
carrying.settle(house)
watch.require_whole(house)
app = create_app(house)
socketio = attach(app, house)
watch.Watch(house).start()
Postman(house, app).start()
app.extensions["leaving"].listen()
atexit.register(house.looks.settle)
