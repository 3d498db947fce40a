"""On the pages: from the log onto a board, a card to the steering group and back, hours where a session ends."""

from conference.learning.cycles import guided_session
from conference.learning.log import shared_notes
from conference.learning.obstacles import use_cases as obstacles
from models.learning import LearningNote
from tests.cycles.test_pages import asked
from tests.learners import Learners
from tests.lines import Lines
from tests.pages import proofs_in

LONG = 60


def test_the_log_shows_what_lies_in_a_round(lines: Lines, learners: Learners) -> None:
    learners.notes(5)
    home, karim = f"/leren/{learners.region}", lines.as_("karim")
    assert "Zet in ronde" not in karim.page(home).text  # no round runs
    cycle = learners.cycle()
    note = karim.page(home).select_one("button[form=to-round][name=note]")["value"]
    answer = asked(karim, learners, "card:from_log", cycle=cycle, note=note)
    assert answer["ok"]
    assert karim.page(home).select(f"a[href$='/ronde/{cycle}']")
    assert not karim.page(home).select(f"button[form=to-round][value='{note}']")
    card = karim.page(f"{home}/ronde/{cycle}").find(id=f"card-{answer['card']}")
    assert "Een reflectie uit het leerlogboek" in card.text
    assert asked(lines.as_("femke"), learners, "card:from_log", cycle=cycle, note=note)["code"] in (
        "not_found",
        "not_allowed",
    )


def test_every_reflection_can_be_reached_the_newest_first(lines: Lines, learners: Learners) -> None:
    learners.notes(LONG)
    learners.notes(5, theme="new")
    with learners.house.database.work() as work:
        for one in work.session.query(LearningNote).filter(LearningNote.mark.like("new%")):
            # Of another batch, and so telling in each facet that all of them are left out.
            one.batch, one.month, one.organisation, one.kind, one.words = (
                2,
                f"2026-0{one.mark[-1]}",
                one.mark,
                None,
                "NIEUW",
            )
            one.role = ["parent", "child", "chair", "specialist", "experience"][int(one.mark[-1])]
    shared_notes._kept.cache_clear()
    home, karim = f"/leren/{learners.region}", lines.as_("karim")
    first, second = (karim.page(f"{home}?blad={page}") for page in (1, 2))
    assert [len(page.select("input[name='notes[]']")) for page in (first, second)] == [50, LONG + 5 - 50]
    assert all("NIEUW" in one.text for one in first.select("li.rd-card")[:5])
    assert "Oudere reflecties" in first.text
    assert "Nieuwere reflecties" in second.text
    ids = {one["value"] for page in (first, second) for one in page.select("input[name='notes[]']")}
    assert len(ids) == LONG + 5


def test_a_card_goes_to_the_steering_group_and_its_answer_comes_back(
    lines: Lines, learners: Learners
) -> None:
    cycle, karim = learners.cycle(), lines.as_("karim")
    card = learners.card(cycle, "Het formulier gaat voor het gezin.", "push_back")
    board = f"/leren/{learners.region}/ronde/{cycle}"
    assert karim.page(board).find(id=f"card-{card}").select("form[action$='card:push_back']")
    made = asked(karim, learners, "card:push_back", card=card)["obstacle"]
    assert "Ligt bij de stuurgroep" in karim.page(board).find(id=f"card-{card}").text
    femke = lines.as_("femke")
    assert "Het formulier gaat voor het gezin." in femke.page(f"/leren/{learners.region}/obstakels").text
    learners.femke.do(obstacles.answer, made, "Het formulier vervalt.")
    assert "Het formulier vervalt." in karim.page(board).find(id=f"card-{card}").text


def test_a_name_on_a_card_is_asked_about_first(lines: Lines, learners: Learners) -> None:
    cycle, karim = learners.cycle(), lines.as_("karim")
    card = learners.card(cycle, "Marleen Dekkers moest op 3 mei kiezen.", "push_back")
    refused = asked(karim, learners, "card:push_back", card=card)
    assert refused["code"] == "names_left"
    assert not asked(karim, learners, "card:push_back", card=card, confirmed="yes")["ok"]
    proofs = proofs_in(refused["html"])
    assert asked(karim, learners, "card:push_back", card=card, confirmed=proofs)["ok"]


def test_two_taps_where_a_session_ends(lines: Lines, learners: Learners) -> None:
    cycle, karim = learners.cycle(), lines.as_("karim")
    guided = learners.karim.do(guided_session.start, cycle, "moral").id
    page = f"/leren/{learners.region}/ronde/{cycle}/sessie/{guided}"
    assert "Uw ontwikkeluren" not in karim.page(page).text
    refused = asked(karim, learners, "hours:give", session=guided, minutes="60", kind="learning_table")
    assert refused["code"] == "wrong_step"
    learners.karim.do(guided_session.finish, guided)
    assert "Uw ontwikkeluren" in karim.page(page).text
    assert asked(karim, learners, "hours:give", session=guided, minutes="60", kind="learning_table")["ok"]
    assert "U schreef 60 minuten op: leertafel." in karim.page(page).text
    assert "U schreef" not in lines.as_("noor").page(page).text
