"""What the table remembers: typed records, their constraints and the verbs that change their state.

Nothing here knows Flask, a socket or a database session; rules about *who may* live in
`conference.access.policy`, rules about *what can be* live here.
"""
