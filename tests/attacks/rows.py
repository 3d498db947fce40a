"""Every attack that we know of, and the tests that try it. `python scripts/attacks.py` runs them and prints the share.

Letters and numbers are those of the list the security of Rondom was designed with (J joining, S shields, X markup,
C changes of texts, W the wire, D data) and of what was found wrong later (T). Where a newer decision says something
else than the first list, the row says so.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One attack. `tests` try it (`file::function`); `missing` says why none does; `lacks` what a test leaves out."""

    id: str
    attack: str
    tests: tuple[str, ...] = ()
    missing: str = ""
    lacks: str = ""


DOOR, PAGES = "tests/door/test_use_cases.py::test_", "tests/door/test_pages.py::test_"
SHIELD, ACCESS = "tests/shields/test_live.py::test_", "tests/live/test_access.py::test_"
EDGES, ROAD = "tests/live/test_edges.py::test_", "tests/live/test_one_road.py::test_"
RUBBISH, KEPT = "tests/live/test_rubbish.py::test_", "tests/live/test_words_kept.py::test_"
LINES, HOSTS = "tests/live/test_lines.py::test_", "tests/live/test_hosts.py::test_"
TEXTS, CHANGES = "tests/texts/test_use_cases.py::test_", "tests/texts/test_changesets.py::test_"
SHOWN, VALID = "tests/unit/test_rendering.py::test_", "tests/unit/test_validation.py::test_"
CASE, REPORT = "tests/case/test_use_cases.py::test_", "tests/report/test_use_cases.py::test_"
WORDS, CONSENT = "tests/wording/test_use_cases.py::test_", "tests/decisions/test_consent.py::test_"
SIGN_IN, SMALL = "tests/accounts/test_pages.py::test_", "tests/attacks/test_small.py::test_"
BULK = "tests/texts/test_bulk.py::test_"
APARTS = "tests/shields/test_use_cases.py::test_"
APART = "tests/texts/test_apart.py::test_"
SESSIONS, OUT = "tests/accounts/test_sessions.py::test_", "tests/accounts/test_browser.py::test_"
LOOKS, SEALS = "tests/who_looked/test_looks.py::test_", "tests/who_looked/test_seals.py::test_"
FILES, HEADERS = "tests/program/test_files.py::test_", "tests/web/test_headers.py::test_"
ERASE, GONE = "tests/erasure/test_use_cases.py::test_", "tests/erasure/test_restore.py::test_"
ALONE = "tests/erasure/test_persons.py::test_"
EMERGENCY = "tests/emergency/test_"
FACTS, CLOSING = "tests/facts/test_use_cases.py::test_", "tests/meeting/test_closing.py::test_"

HOSTILE = "tests/attacks/test_hostile.py::test_a_hostile_client_changes_and_sees_nothing_that_is_not_theirs"
COLLEAGUES = "tests/case/test_colleagues.py::test_"
FITS = "tests/case/test_access.py::test_"
SCRUB = "tests/texts/test_scrub_copies.py::test_a_slip_goes_from_every_"
PROFILE = "tests/region/test_profile.py::test_"

ROWS = (
    # --- joining
    Row(
        "J01",
        "the right link with five wrong codes: it waits, and a new code ends that (nobody is locked out any more)",
        (DOOR + "five_wrong_codes_make_a_link_wait_a_minute_and_then_longer",
         DOOR + "a_new_code_is_tried_anew_so_that_nobody_locks_another_out"),
    ),
    Row(
        "J02",
        "the right code after ten minutes: the one answer of every link that does not work",
        (DOOR + "a_code_lives_ten_minutes", PAGES + "every_link_that_does_not_work_gets_the_same_bytes"),
    ),
    Row(
        "J03",
        "the same link on a second phone",
        (DOOR + "a_second_phone_takes_the_place_of_the_first", ROAD + "a_knock_twice_from_one_phone_waits_once"),
        lacks="the chair lets the second one in, and the first goes out; it is not asked first",
    ),
    Row("J04", "preview bots", (PAGES + "looking_at_a_link_says_nothing_and_changes_nothing",)),
    Row(
        "J05",
        "a cookie with one bit changed",
        (SESSIONS + "a_cookie_with_one_sign_changed_is_nobody_and_ends_nothing",),
    ),
    Row(
        "J06",
        "a copied cookie on a second device: it is found out, and ends for both",
        (SESSIONS + "an_older_cookie_ends_the_session_for_both",
         SESSIONS + "a_cookie_elsewhere_fails_the_proof_and_the_session_ends_for_both",
         OUT + "a_copied_cookie_of_an_account_ends_it_on_both_devices"),
    ),
    Row(
        "J07",
        "a removed phone sends what it still had",
        (ACCESS + "a_removed_phone_is_out_at_once", EDGES + "who_is_removed_in_the_same_moment_writes_nothing"),
    ),
    Row(
        "J09",
        "names at the door: long, markup, direction signs, that of somebody else",
        (PAGES + "a_name_at_the_door_is_bounded",
         PAGES + "who_is_called_as_somebody_who_signs_in_is_marked_for_the_chair",
         PAGES + "phones_with_one_name_are_marked_and_others_are_not"),
    ),
    Row(
        "J10",
        "a link that is known, revoked, expired or unknown says the same",
        (PAGES + "every_link_that_does_not_work_gets_the_same_bytes",
         DOOR + "whatever_is_wrong_with_a_link_it_takes_the_same_work"),
    ),
    Row(
        "J11",
        "a session id set before coming in",
        (SESSIONS + "admission_gives_a_new_id_and_the_old_one_opens_nothing",),
    ),
    Row(
        "J12",
        "an OpenID callback with a foreign state",
        ("tests/accounts/test_elsewhere.py::test_j12_a_foreign_old_or_used_answer_opens_nothing",
         "tests/accounts/test_elsewhere.py::test_j12_an_answer_with_another_nonce_opens_nothing"),
    ),
    Row(
        "J13",
        "a code of an authenticator used twice",
        ("tests/accounts/test_second_factor.py::test_j13_a_code_is_taken_once_and_no_earlier_one_after_it",),
    ),
    Row(
        "J14",
        "a page that stays open after its session ended",
        (OUT + "signing_out_in_one_tab_empties_the_others_and_the_way_back",
         OUT + "signing_out_another_device_from_the_list"),
    ),
    Row(
        "J15",
        "the back button after a quick exit",
        ("tests/browser/test_three_windows.py::test_quick_exit_leaves_nothing_behind",),
    ),
    # --- shields
    Row(
        "S01",
        "asking for a hidden thing by its id",
        (SHIELD + "nobody_outside_receives_a_trace", HOSTILE,
         "tests/web/test_even.py::test_a_hidden_thing_and_none_are_waited_for_and_nothing_else_is"),
    ),
    Row(
        "S02",
        "totals, pages and order",
        (SHIELD + "two_secrets_look_the_same_from_outside", REPORT + "two_secrets_give_the_others_equal_bytes"),
    ),
    Row("S03", "recording frames while something hidden is added", (SHIELD + "nobody_outside_receives_a_trace",)),
    Row(
        "S05",
        "report, PDF, data and own data of somebody outside",
        ("tests/report/test_pages.py::test_two_secrets_give_the_others_the_same_paper",
         REPORT + "what_is_shielded_leaves_no_trace",
         "tests/own_data/test_pages.py::test_what_one_may_not_know_of_stays_away_here_too"),
    ),
    Row(
        "S06",
        "the shared screen while a shield changes",
        (SHIELD + "a_statement_that_becomes_shielded_leaves_the_shared_screen",
         SHIELD + "a_text_of_ones_own_beside_that_of_the_table_is_not_put_on_the_screen"),
    ),
    Row("S07", "searching for a part of what is hidden", (CASE + "what_is_kept_from_somebody_is_not_found",)),
    Row("S08", "naming a person that is hidden", (EDGES + "somebody_of_another_family_is_not_named",)),
    Row("S09", "a field too many", (RUBBISH + "every_wrong_message_gets_its_code_and_the_line_goes_on",)),
    Row(
        "S10",
        "a shield without a reason",
        (CASE + "a_shield_needs_a_reason_and_a_review",
         APARTS + "what_lacks_is_refused_at_its_place_and_nothing_is_hidden"),
    ),
    Row(
        "S11",
        "somebody else widens an audience",
        (APARTS + "nobody_comes_in_without_the_yes_of_whom_it_protects",
         APARTS + "who_is_outside_finds_no_shield_to_change", APARTS + "who_is_only_inside_asks_for_nothing"),
    ),
    Row(
        "S13",
        "typing what is shielded, inside and outside",
        (APART + "who_knows_it_is_warned", APART + "nobody_else_can_find_out",
         APART + "a_postcode_gives_everybody_the_same_hint"),
    ),
    Row(
        "S15",
        "a role or seat lost during a meeting",
        (EDGES + "signing_out_ends_the_session_and_its_line", ACCESS + "a_removed_phone_is_out_at_once",
         SESSIONS + "another_password_and_a_closed_account_end_everything"),
    ),
    Row(
        "S16",
        "a professional opens a family of others",
        (LOOKS + "a_foreign_family", ACCESS + "a_stranger_finds_nothing"),
    ),
    Row(
        "S17",
        "reading the log to learn what is hidden",
        ("tests/who_looked/test_who_looked.py::test_a_partner_sees_none_of_her_looks_nor_of_anybody_around_them",
         "tests/who_looked/test_who_looked.py::test_what_stands_apart_is_not_told_to_anybody"),
    ),
    Row(
        "S18",
        "reading in a made-up emergency: alone, with somebody who is kept out too, elsewhere, or for longer",
        (EMERGENCY + "use_cases.py::test_nobody_agrees_with_themselves",
         EMERGENCY + "use_cases.py::test_two_who_are_kept_out_open_nothing_for_each_other",
         EMERGENCY + "use_cases.py::test_nothing_can_be_done_while_reading",
         EMERGENCY + "use_cases.py::test_half_an_hour_by_the_clock_of_the_house",
         EMERGENCY + "pages.py::test_not_a_byte_of_it_goes_anywhere_else",
         EMERGENCY + "live.py::test_the_page_is_empty_when_it_is_over"),
    ),
    # --- markup
    Row("X01", "scripts and handlers in words", (SHOWN + "x01_html_is_shown_as_it_was_typed",)),
    Row("X02", "unsafe links", (SHOWN + "x02_an_unsafe_link_stays_plain_text",)),
    Row("X03", "a picture of another host", (SHOWN + "x03_a_picture_is_never_fetched",)),
    Row(
        "X05",
        "markup in a name",
        (SHOWN + "x05_a_name_with_markup_is_escaped", DOOR + "a_name_is_made_of_letters"),
    ),
    Row("X06", "a formula in a spreadsheet", ("tests/figures/test_sheet.py::test_words_are_only_words",)),
    Row(
        "X07",
        "breaking the content policy",
        (HEADERS + "a_report_is_logged_without_words",
         "tests/web/test_browser.py::test_what_a_browser_blocked_is_heard",
         "tests/web/test_browser.py::test_a_string_never_becomes_html_outside_the_one_place",
         "tests/web/test_browser.py::test_our_own_pages_break_no_rule"),
    ),
    Row("X08", "a PDF that fetches a file or an address", (SMALL + "x08_a_pdf_fetches_nothing",)),
    Row("X09", "fifty thousand brackets", (SHOWN + "x09_the_length_comes_first",)),
    # --- changes of texts
    Row(
        "C01",
        "changes that are none",
        (RUBBISH + "every_wrong_message_gets_its_code_and_the_line_goes_on", CHANGES + "malformed_is_refused_as_such"),
    ),
    Row("C02", "deep, many, long", (RUBBISH + "every_wrong_message_gets_its_code_and_the_line_goes_on",)),
    Row(
        "C03",
        "lengths that do not fit, versions to come",
        (CHANGES + "a_wrong_length_is_refused_by_each_operation",
         TEXTS + "a_version_that_is_not_there_yet_comes_again_later"),
    ),
    Row(
        "C04",
        "a change in the name of somebody else",
        (TEXTS + "nobody_writes_under_the_name_of_another", RUBBISH + "what_is_of_others_is_refused"),
    ),
    Row("C05", "other words under a used number", (TEXTS + "other_words_under_a_used_number_are_refused",)),
    Row("C06", "a gap in the numbers", (TEXTS + "a_missing_change_in_between_is_asked_for_again",)),
    Row(
        "C07",
        "more than fits",
        (TEXTS + "a_full_text_takes_no_more_and_can_still_be_shortened",
         "tests/browser/test_three_windows.py::test_a_paste_that_is_too_large_is_given_back_with_the_reason"),
    ),
    Row("C08", "two hundred changes a second", (RUBBISH + "one_who_floods_is_slowed_down_and_the_others_are_not",)),
    Row(
        "C09",
        "one person deletes a third at once",
        (BULK + "all_of_it_at_once_is_asked_about_and_nothing_goes_meanwhile",
         BULK + "bit_by_bit_within_ten_seconds_counts_together",
         BULK + "the_chair_puts_back_what_stood_there_and_it_stays_of_who_wrote_it"),
    ),
    Row(
        "C10",
        "a change of an old epoch, or after the end",
        (TEXTS + "a_renewed_text_has_to_be_opened_again", TEXTS + "after_the_end_the_words_stay_and_no_more_come"),
    ),
    Row(
        "C12",
        "signs no text may hold",
        (CHANGES + "a_character_no_text_may_hold_is_refused", CHANGES + "half_a_character_is_refused"),
    ),
    Row(
        "C14",
        "a caret under another name",
        ("tests/texts/test_writers.py::test_readers_see_who_writes",
         RUBBISH + "every_wrong_message_gets_its_code_and_the_line_goes_on"),
    ),
    # --- the wire
    Row("W01", "a foreign origin", (HOSTS + "a_socket_is_opened_from_our_own_pages_only",)),
    Row(
        "W02",
        "a line without cookie or token",
        (ACCESS + "nobody_without_a_cookie_comes_in", ACCESS + "a_line_needs_the_token_of_a_page"),
    ),
    Row("W03", "an event called connect", (RUBBISH + "events_called_connect_and_disconnect_change_nobodys_presence",)),
    Row(
        "W05",
        "JSON that can be read in two ways, or is too deep",
        (RUBBISH + "json_that_can_be_read_in_two_ways_is_refused_and_the_line_goes_on",
         RUBBISH + "rubbish_ends_at_worst_its_own_line"),
    ),
    Row("W06", "a frame that is too large", (RUBBISH + "a_frame_that_is_too_large_ends_the_line",)),
    Row("W07", "a fault of ours", (SMALL + "w07_a_fault_of_ours_is_answered_and_tells_no_words",)),
    Row(
        "W08",
        "the same sent twice",
        (TEXTS + "a_resend_is_not_written_twice", EDGES + "a_form_sent_twice_is_written_once"),
    ),
    Row("W09", "other words in what is sent twice", (TEXTS + "other_words_under_a_used_number_are_refused",)),
    Row(
        "W10",
        "naming a thing of another family",
        (ACCESS + "a_stranger_finds_nothing", ROAD + "a_refused_right_is_logged_on_every_road", HOSTILE),
    ),
    Row(
        "W11",
        "a form from another site",
        (KEPT + "what_another_site_sends_is_not_handed_back", KEPT + "a_page_that_was_open_too_long"),
    ),
    Row(
        "W12",
        "a false host, a made-up proxy",
        (HOSTS + "another_host_gets_a_plain_no",
         HOSTS + "what_a_stranger_says_in_the_name_of_a_proxy_is_not_heard",
         HOSTS + "a_stranger_cannot_make_another_origin_ours"),
    ),
    Row(
        "W13",
        "sixty lines of one laptop",
        (LINES + "sixty_lines_of_one_laptop_are_too_many",
         LINES + "a_session_has_a_few_lines"),
    ),
    Row("W14", "a body of ten megabytes, five thousand parts", (SMALL + "w14_what_is_too_large_is_refused",)),
    Row("W15", "ids that are none", (SMALL + "w15_an_id_that_is_none_is_not_found",)),
    # --- data
    Row(
        "D01",
        "a BSN, however it is written",
        (VALID + "a_bsn_is_known_however_it_is_written", VALID + "no_field_of_any_form_takes_a_bsn",
         VALID + "a_change_of_a_text_that_makes_a_bsn_is_seen"),
    ),
    Row("D02", "days that are none, or have passed",
        (EDGES + "a_wrong_value_is_refused_before_anything_is_compared",
         "tests/actions/test_use_cases.py::test_a_day_that_passed_may_stay")),
    Row("D03", "words that nobody sees", (VALID + "what_nobody_sees_is_no_answer",)),
    Row("D04", "names and words of the whole world",
        (DOOR + "a_name_may_be_of_any_script", CHANGES + "characters_that_people_need_pass")),
    Row("D05", "two who change one field", ("tests/live/test_conflicts.py::test_both_values_are_shown_in_words",)),
    Row(
        "D07",
        "the project team opens a family, or a small group",
        ("tests/learning/test_canary.py::test_no_page_search_or_download_holds_anything_of_a_case",
         "tests/learning/test_canary.py::test_no_two_pages_of_the_log_leave_less_than_the_minimum"),
    ),
    Row("D09", "what was erased, searched in every file", (GONE + "nothing_of_a_family_is_in_any_file_afterwards",
        GONE + "nothing_of_a_family_is_in_any_file_of_postgresql",
        GONE + "a_backup_of_before_comes_back_without_the_family",
        ALONE + "their_name_and_own_words_are_nowhere_and_the_table_stands",
        ALONE + "a_backup_of_before_comes_back_without_them")),
    Row(
        "D10",
        "changing the log",
        (SEALS + "nothing_of_it_is_changed_or_removed", SEALS + "an_edited_row_is_named",
         SEALS + "a_deleted_row_is_named", SEALS + "a_late_row_is_named"),
    ),
    Row("D12", "keeping time against a hold", (ERASE + "an_end_of_term_is_told_first_and_then_carried_out",
        ERASE + "a_hold_refuses_an_erasure_until_it_ends")),
    # --- found later
    Row(
        "T1",
        "a father rewrites the mother's statement",
        (WORDS + "nobody_writes_in_the_words_of_somebody_else_by_any_road",
         "tests/wording/test_browser.py::test_a_father_cannot_change_the_mothers_words_and_says_his_own"),
    ),
    Row("T2", "taking back the statement of somebody else",
        (WORDS + "nobody_corrects_or_takes_back_the_statement_of_somebody_else",)),
    Row("T3", "the agreement of somebody else becomes void",
        (WORDS + "nobody_says_of_the_agreement_of_somebody_else_how_far_it_is",)),
    Row(
        "T4",
        "words that were deleted, from the log of a text",
        (TEXTS + "without_a_proof_of_that_version_there_is_only_the_text_of_now",
         "tests/texts/test_scrub.py::test_words_go_from_the_text_and_from_its_log",
         "tests/texts/test_scrub.py::test_no_byte_of_it_is_left_in_the_database_or_beside_it",
         SCRUB + "kind_of_text", SCRUB + "copy", "tests/texts/test_scrub_storm.py::test_a_slip_goes_while_five_write"),
    ),
    Row(
        "T5",
        "a shielded sentence typed into an open text",
        (APART + "who_knows_it_is_warned",
         "tests/texts/test_scrub_browser.py::test_what_is_kept_apart_is_held_before_it_is_pasted"),
    ),
    Row(
        "T6",
        "a yes moved to other words",
        ("tests/report/test_exact_words.py::test_a_yes_belongs_to_the_words_it_was_given_to",
         CONSENT + "a_yes_to_earlier_words_is_no_yes_to_these"),
    ),
    Row("T7", "everybody agreed, while few answered",
        (CONSENT + "one_answer_of_all_is_not_everybody_and_the_others_are_named",
         CONSENT + "nothing_is_decided_before_family_at_the_table_answered_these_words")),
    Row(
        "T8",
        "a hat that anybody puts on",
        ("tests/decisions/test_use_cases.py::test_a_reserved_act_is_for_the_hat_that_the_law_names",
         "tests/decisions/test_hats.py::test_the_finding_is_refused_step_by_step",
         "tests/case/test_hats.py::test_nobody_else_gives_hats"),
    ),
    Row("T9", "a reason the family was promised and could not read",
        (CLOSING + "the_family_reads_every_reason_on_its_page_at_home_and_in_the_report",)),
    Row("T10", "a part passed over in silence",
        (CLOSING + "every_part_that_was_skipped_and_every_reason_stand_in_the_report",)),
    Row("T11", "closing with nothing done",
        (CLOSING + "each_thing_that_lacks_holds_the_close_until_it_has_a_reason",)),
    Row(
        "T12",
        "a fact without a source",
        (FACTS + "what_somebody_says_or_saw_is_certain_with_source_and_date_only",
         FACTS + "nothing_becomes_a_fact_without_source_and_date"),
    ),
    Row(
        "T13",
        "nobody can shield anything",
        (APARTS + "the_family_keeps_its_own_apart_at_once_with_who_guards_it",
         "tests/shields/test_browser.py::test_marleen_keeps_her_words_apart_before_ruben"),
    ),
    Row(
        "T14",
        "the chair's report carries what is shielded",
        ("tests/report/test_pages.py::"
         "test_what_is_kept_apart_stands_in_no_form_of_the_report_and_in_the_annex_of_its_circle",
         REPORT + "there_is_no_annex_for_the_others", REPORT + "an_annex_comes_on_no_phone_of_the_family"),
    ),
    Row(
        "T15",
        "a shielded thing on a phone at the table",
        (APARTS + "nothing_that_is_apart_is_on_a_phone_of_the_family",
         "tests/shields/test_pages.py::test_the_phone_of_who_has_nothing_apart_shows_the_same"),
    ),
    Row(
        "T16",
        "everybody sees everything",
        ("tests/case/test_narrow.py::test_not_one_byte_too_many",
         "tests/case/test_narrow.py::test_nothing_is_counted_or_asked_over_what_one_may_not_see",
         FITS + "a_supporter_does_not_act_alone", FITS + "a_supporter_sees_what_that_person_sees_shields_too",
         "tests/browser/test_access.py::test_the_debt_worker_reads_money_and_nothing_else"),
    ),
    Row(
        "T17",
        "nobody can be taken off a family",
        (FITS + "who_is_taken_off_is_out_at_once_and_what_they_said_stays",
         FITS + "a_phone_goes_off_its_seat_and_its_link_dies", FITS + "a_line_is_closed_when_its_last_day_passed"),
    ),
    Row(
        "T18",
        "looking without a trace",
        (LOOKS + "a_report_in_every_form", LOOKS + "a_foreign_family",
         "tests/who_looked/test_who_looked.py::test_a_mother_reads_who_looked_at_what_on_which_day"),
    ),
    Row("T19", "a page that stays after the session ended",
        (OUT + "signing_out_in_one_tab_empties_the_others_and_the_way_back",)),
    Row(
        "T20",
        "copied cookies, and cookies of long ago",
        (SESSIONS + "an_older_cookie_ends_the_session_for_both",
         SESSIONS + "a_cookie_of_flask_signs_nobody_in_however_old_it_says_it_is",
         SESSIONS + "an_account_is_out_after_half_an_hour_without_a_sign_of_life"),
    ),
    Row(
        "T21",
        "any account opens a family and pulls in colleagues",
        (COLLEAGUES + "only_who_has_the_right_opens_a_family",
         COLLEAGUES + "who_only_learns_opens_no_family_also_when_the_organisation_does",
         COLLEAGUES + "not_one_byte_of_the_family_reaches_who_did_not_answer",
         COLLEAGUES + "yes_gives_what_was_asked_under_the_name_of_the_account",
         COLLEAGUES + "nobody_with_an_account_is_put_there_by_another_road",
         COLLEAGUES + "known_and_unknown_addresses_get_the_same_answer_in_bytes",
         COLLEAGUES + "the_same_is_kept_for_every_address",
         "tests/browser/test_colleagues.py::test_a_colleague_is_asked_and_says_yes_or_no"),
    ),
    Row("T22", "four hundred silent lines", (LINES + "four_hundred_silent_lines_do_not_stop_the_service",
        LINES + "silent_lines_are_closed_by_the_server_and_make_room")),
    Row("T23", "the same number, other words", (TEXTS + "other_words_under_a_used_number_are_refused",)),
    Row("T24", "a host that is none of ours", (HOSTS + "another_host_gets_a_plain_no",)),
    Row("T25", "YAML five thousand deep", (PROFILE + "a_file_that_would_keep_the_program_busy_is_refused_at_once",)),
    Row("T26", "numbers, days, blanks, double keys",
        (VALID + "a_bsn_is_known_however_it_is_written", VALID + "what_nobody_sees_is_no_answer",
         RUBBISH + "json_that_can_be_read_in_two_ways_is_refused_and_the_line_goes_on")),
    Row(
        "T27",
        "locking somebody else out",
        (SIGN_IN + "the_right_password_passes_on_a_known_device_whatever_others_tried",
         PAGES + "wrong_codes_from_elsewhere_never_refuse_a_right_one",
         PAGES + "made_up_letters_cost_a_real_link_nothing", PAGES + "a_room_full_of_people_on_one_address_comes_in",
         "tests/accounts/test_mail.py::test_t27_who_reads_the_mail_comes_in_on_a_new_device_whatever_others_tried"),
    ),
    Row("T28", "a link that does not work says why", (PAGES + "every_link_that_does_not_work_gets_the_same_bytes",
        PAGES + "a_script_hears_the_same_as_well", DOOR + "whatever_is_wrong_with_a_link_it_takes_the_same_work")),
    Row("T29", "what the policy blocks, nobody hears", (HEADERS + "every_answer_says_what_a_page_may_do",
        "tests/web/test_browser.py::test_what_a_browser_blocked_is_heard")),
    Row("T30", "files that others on the machine read", (FILES + "a_new_database_is_private_from_its_first_byte",
        FILES + "a_database_that_was_open_is_made_private_and_said", FILES + "a_backup_is_private_and_whole",
        "tests/keys/test_sealed.py::test_no_word_and_no_name_is_in_any_file_of_the_database",
        ERASE + "a_family_is_gone_from_every_table_and_its_keys_are_gone")),
)  # fmt: skip
