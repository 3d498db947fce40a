"""Every address that is open to somebody we do not know, by endpoint, with the reason. All others are closed.

An endpoint that is gone must go from this list too; a test says so.
"""

OPEN = {
    "static": "scripts, styles and fonts hold nothing of anybody",
    # signing in and out
    "accounts.sign_in": "here somebody signs in",
    "accounts.try_sign_in": "the same form, sent; tries are counted",
    "accounts.leave": "the same with the account of an own organisation: from here one goes there",
    "accounts.come_back": "and comes back; what was not begun in this browser is nothing",
    "accounts.ask_passkey": "a question for a device, the same for everybody",
    "accounts.come_in_with_passkey": "its answer, sent; what was not asked in this browser just now is nothing",
    "accounts.forgotten": "who forgot their password cannot sign in",
    "accounts.ask_link": "the same form, sent; the answer is the same for every address, and asking is counted",
    "accounts.new_password": "a link from a mail opens here; looking shows and uses nothing",
    "accounts.choose_password": "the same form, sent; a link is good once and shortly",
    "accounts.sign_out": "who is out already is sent to the same page",
    # the door of a meeting: who comes with a code or a link has nothing else yet
    "door.code": "the code of the room is filled in here",
    "door.try_code": "the same form, sent; tries are counted",
    "door.link": "a personal link opens here; looking shows and changes nothing",
    "door.try_link": "the same form, sent; tries are counted",
    "door.name": "who passed a code or a link says their name; others are sent back to the code",
    "door.waiting": "shows two digits to the phone that waits, and sends others to the goodbye",
    "door.enter": "changes the secret of a phone that was let in; others are sent back",
    "door.leave": "leaving has to work for whoever wants it, also when the seat has ended",
    "door.gone": "the goodbye",
    "door.language": "a language on the way in",
    # the shared screen
    "screen.show": "without a code that was used it shows a field for one",
    "screen.connect": "the same form, sent; tries are counted",
    # what a browser blocked
    "headers.told": "browsers send this by themselves; it is counted, and nothing of it is kept but which rule it was",
    # what is left of a family that was erased: it has no account and no seat any more
    "erasure.look_up": "a field for the number of a certificate; tries are counted",
    "erasure.certificate": "who has the number has the paper; it names nobody",
    "erasure.certificate_file": "the same as a file, to check the signature elsewhere",
    # words that belong to nobody
    "glossary.words": "what words mean may be looked up by everybody",
    "glossary.word": "one of them",
}
