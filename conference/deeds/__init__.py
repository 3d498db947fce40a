"""Use cases from start to end: load, ask the gate, change, log, leave news. One transaction each.

Pages, sockets, the command line and the demo all call these; nothing here knows Flask or a socket.
"""
