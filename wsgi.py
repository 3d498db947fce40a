"""The whole, put together for a server: `gunicorn --worker-class gthread --workers 1 --threads 400 wsgi:app`."""

import atexit

from conference.app import create_app
from conference.core import files, watch
from conference.core.runtime import build
from conference.core.settings import Settings
from realtime import attach

files.keep_private()
house = build(Settings.from_environment())
watch.require_whole(house)
app = create_app(house)
socketio = attach(app, house)
watch.Watch(house).start()
atexit.register(house.looks.settle)
