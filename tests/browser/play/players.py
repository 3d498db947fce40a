"""Who plays: the chair, a partner, both parents and perhaps a young person on phones, and the shared screen."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.fixtures import DemoServer

Album = Callable[[Page, str], None]


@dataclass(frozen=True)
class Story:
    """What differs between the cases: who is there and what they say. Names are first names, seats whole names."""

    name: str
    chair: str
    partner: str
    parents: tuple[str, str]
    seats: tuple[str, str]
    young: str | None
    young_seat: str | None
    child: str
    begins: bool
    # What the first half needs: who speaks for whom is not there, who said yes already, and what is said.
    absent: str
    speaker: str
    yes_before: int
    late: str | None
    expert: str
    expert_question: str
    keeps: str
    word: str
    word_means: str
    loaded: str
    said: str
    fact: str
    fact_again: str
    better: str
    box: str
    leads_to: str
    nothing_said_of: str | None
    # What the second half needs.
    goal: str
    signal: str
    call: str
    refuge: str
    for_children: str
    to_do: str
    loose: str
    factor: str
    bridge: str
    children: tuple[str, str]
    question: str
    objection: str
    handled: str
    small_question: str
    stuck_question: str
    act: str
    hat: str
    hat_is_worn: bool
    law: str
    known_fact: str
    known_answer: str
    opinion: str
    family: str


DEKKERS = Story(
    name="dekkers",
    chair="Hilde",
    partner="Joost",
    parents=("Marleen", "Ruben"),
    seats=("Marleen Dekkers", "Ruben Dekkers"),
    young=None,
    young_seat=None,
    child="Sem",
    begins=False,
    absent="Sem",
    speaker="Eline",
    yes_before=10,
    late="Petra",
    expert="Bo Veldman, speltherapeut",
    expert_question="Hoe kan Sem laten merken dat hij bang is?",
    keeps="Marleen",
    word="huisverbod",
    word_means="De burgemeester zegt: u mag tien dagen niet thuis zijn.",
    loaded="Ruben is altijd te laat thuis om te eten.",
    said="Ruben kwam op woensdag na zessen thuis.",
    fact="Ruben kwam op woensdag na half zeven thuis.",
    fact_again="Het was kwart voor zeven.",
    better="Ruben kwam op woensdag om kwart voor zeven thuis.",
    box="Ruben komt laat thuis",
    leads_to="Ruzie over geld",
    nothing_said_of=None,
    goal="De kinderen slapen elke nacht door.",
    signal="Sem wordt stil en gaat onder de tafel zitten.",
    call="Na zessen Ruben zijn broer Bas.",
    refuge="Ook naar buurvrouw Els, zij weet ervan.",
    for_children="Je mag altijd zeggen dat je weg wilt.",
    to_do="Ik bel juf Anouk over het slapen van de kinderen.",
    loose="Iemand kijkt naar het slot van de achterdeur.",
    factor="Noor mist school",
    bridge="Inge haalt de kinderen op woensdag.",
    children=("Noor", "Sem"),
    question="Eet Ruben op vrijdag mee?",
    objection="Ik wil dat Inge er dan bij is.",
    handled="Inge komt mee eten, en Marleen kan elk moment stoppen.",
    small_question="Gaat Noor mee op kamp?",
    stuck_question="Mag Ruben de kinderen naar school brengen?",
    act="onderzoek na een melding",
    hat="Veilig Thuis",
    hat_is_worn=True,
    law="Wmo 2015, artikel 4.1.1",
    known_fact="Marleen zegt dat Ruben haar twee keer tegen de keukenkast duwde.",
    known_answer="Ik heb haar één keer geduwd.",
    opinion="De buurvrouw noemt Ruben",
    family="Gezin Dekkers",
)
VERHOEF = Story(
    name="verhoef",
    chair="Roos",
    partner="Yusuf",
    parents=("Sanne", "Dennis"),
    seats=("Sanne Hoekstra", "Dennis Verhoef"),
    young="Milan",
    young_seat="Milan Verhoef",
    child="Milan",
    begins=True,
    absent="Evi",
    speaker="Carlijn",
    yes_before=0,
    late=None,
    expert="Imre Bos, leerplicht",
    expert_question="Mag Milan twee dagen in de week naar de werkplaats?",
    keeps="Dennis",
    word="leerplicht",
    word_means="Kinderen moeten naar school. De gemeente kijkt of dat lukt.",
    loaded="Dennis komt nooit op tijd bij het voetbal.",
    said="Dennis kwam zaterdag na de rust bij het voetbal.",
    fact="Dennis kwam zaterdag in de tweede helft bij het voetbal.",
    fact_again="Het was tien minuten na de rust.",
    better="Dennis kwam zaterdag tien minuten na de rust bij het voetbal.",
    box="Dennis komt vaak later",
    leads_to="Ouders praten niet met elkaar",
    nothing_said_of="Evi",
    goal="Milan eet drie avonden per week thuis.",
    signal="Milan neemt zijn telefoon niet op na tien uur.",
    call="Eerst opa Henk, dan Yusuf.",
    refuge="Milan gaat naar opa, ook midden in de nacht.",
    for_children="Je hoeft niet te kiezen tussen papa en mama.",
    to_do="Ik vraag school om een rustige plek voor Milan.",
    loose="Iemand belt de voetbalclub.",
    factor="Milan mist school",
    bridge="Milan sleutelt op vrijdag bij Sjoerd.",
    children=("Milan", "Evi"),
    question="Slaapt Milan in de vakantie bij opa?",
    objection="Ik wil hem elke dag even spreken.",
    handled="Milan belt Dennis elke dag om zes uur.",
    small_question="Gaan beide ouders naar de musical van Evi?",
    stuck_question="Krijgt Milan een nieuwe telefoon?",
    act="eerste verzoek aan de kinderrechter",
    hat="Raad voor de Kinderbescherming",
    hat_is_worn=False,
    law="Burgerlijk Wetboek 1, artikel 1:255",
    known_fact="van 11 avonden niet duidelijk",
    known_answer="Daarom check niemand mij.",
    opinion="Ik ben bang dat Milan crimineel wordt.",
    family="Milan: twee huizen",
)


@dataclass
class Players:
    """Everybody's window. `table` is the path of the meeting; `picture` names a picture after the case."""

    house: DemoServer
    story: Story
    table: str
    chair: Page
    partner: Page
    parent: Page
    other_parent: Page
    young: Page | None
    screen: Page
    album: Album

    @property
    def phones(self) -> list[Page]:
        """The family."""
        return [page for page in (self.parent, self.other_parent, self.young) if page]

    @property
    def everybody(self) -> list[Page]:
        """All windows, the shared screen too."""
        return [self.chair, self.partner, *self.phones, self.screen]

    def phone(self, name: str) -> Page:
        """The phone of one of the family."""
        names = [*self.story.parents, *([self.story.young] if self.story.young else [])]
        return dict(zip(names, self.phones, strict=True))[name]

    def comes(self, name: str) -> Page:
        """One more professional at the table, on an own laptop."""
        page = self.house.sign_in(name)
        page.goto(self.table)
        page.wait_for_selector("body[data-link='online']")
        return page

    def picture(self, page: Page, name: str) -> None:
        """One step for the album, named after the case and the device."""
        device = {self.chair: "chair", self.partner: "partner", self.screen: "screen"}.get(page, "laptop")
        device = "phone" if page in self.phones else device
        self.album(page, f"play-{self.story.name}-{name}-{device}")


def sit_down(house: DemoServer, story: Story, album: Album) -> Players:
    """Everybody takes a place; a meeting that has not begun is begun by its chair."""
    chair = house.sign_in(story.chair)
    if story.begins:
        chair.goto("/overleggen")
        chair.locator("main a[href^='/overleg/']").first.click()
        chair.get_by_role("button", name="Begin het overleg").click()
    else:
        chair.goto(house.printed.meeting)
    chair.wait_for_selector("body[data-link='online']")
    table = chair.url.split("?")[0]
    screen = open_screen(house, chair)
    code = screen.locator(".rd-big__join .rd-code").first.inner_text().replace(" ", "")
    partner = house.sign_in(story.partner)
    partner.goto(table)
    partner.wait_for_selector("body[data-link='online']")
    family = [
        house.admit(chair, house.knock(name, code), seat)
        for name, seat in (
            *zip(story.parents, story.seats, strict=True),
            *([(story.young, story.young_seat)] if story.young and story.young_seat else []),
        )
    ]
    return Players(
        house=house,
        story=story,
        table=table,
        chair=chair,
        partner=partner,
        parent=family[0],
        other_parent=family[1],
        young=family[2] if len(family) > 2 else None,
        screen=screen,
        album=album,
    )


def open_screen(house: DemoServer, chair: Page) -> Page:
    """The shared screen, turned on by the chair and opened with the code that the chair then sees."""
    chair.get_by_role("button", name="Zet een groot scherm aan").click()
    address = chair.get_by_role("link", name="Open het grote scherm hier").get_attribute("href")
    assert address
    screen = house.window("screen")
    screen.goto(address)
    screen.wait_for_selector("body[data-link='online']")
    return screen
