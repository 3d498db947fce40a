"""A whole meeting as its people live it, in chapters; `test_whole_meeting.py` plays both cases with them."""
