/** Every message of the socket. Made from messages.schema.json by `make messages`: change nothing here. */

/**
 * What a part can put on the table besides sections of the analysis.
 */
export type Block =
  | "welcome"
  | "looking_back"
  | "facts"
  | "map"
  | "safety"
  | "risks"
  | "plan"
  | "decisions"
  | "actions"
  | "check_out";
/**
 * What somebody is at this table. One person has one role of their own, and may chair on top of it.
 */
export type Role =
  | "chair"
  | "case_director"
  | "local_team"
  | "safety_partner"
  | "specialist"
  | "experience"
  | "parent"
  | "child"
  | "network"
  | "supporter"
  | "interpreter"
  | "project_team";
/**
 * What is asked before a meeting closes; passing it over takes a reason that the family can read.
 */
export type Asked = "own_words" | "safety" | "explanation" | "other_explanation" | "meaning" | "protection";
/**
 * The reason in the law (*reden in de wet*).
 */
export type LegalBasis = "voluntary" | "written_consent" | "statutory_power" | "court_order" | "mayor_order";
/**
 * How a family gets help (*vrijwillig of met maatregel*, domain paper 5.1 and LP-04).
 */
export type LegalFrame =
  | "not_said"
  | "voluntary"
  | "pressure"
  | "restraining_order"
  | "supervision_order"
  | "placement_order"
  | "criminal_measure";
/**
 * How much of a family's case somebody may see (domain paper T4: the part that fits their task).
 */
export type Sees = "everything" | "own_part" | "chosen";
/**
 * What development hours went into (*soort*).
 */
export type HourKind =
  | "reflection"
  | "learning_table"
  | "learning_table_prep"
  | "case_extra_time"
  | "knowledge_meeting"
  | "project";
/**
 * What somebody comes in with.
 */
export type Kind = "account" | "guest" | "screen" | "waiting" | "learning" | "desk" | "office" | "half";
/**
 * Live parts as this viewer sees them now.
 */
export type FragmentsChanged = Fragment[];

/**
 * Made from realtime/messages.py and the commands of each subject by `make messages`.
 */
export interface Messages {
  Commands: Commands;
  TableForms: TableForms;
  CaseForms: CaseForms;
  EmergencyForms: EmergencyForms;
  LearnerForms: LearnerForms;
  OfficerForms: OfficerForms;
  AccountForms: AccountForms;
  HalfForms: HalfForms;
  DoorForms: DoorForms;
  FromBrowser: FromBrowser;
  ToBrowser: ToBrowser;
  Answers: Answers;
}
/**
 * Changes something at a table, on the socket or as a form.
 */
export interface Commands {
  "access:ask": {
    person: string;
    words?: string;
  };
  "action:add": {
    what: string;
  };
  "action:move": {
    action: string;
    before?: string;
  };
  "action:state": {
    action: string;
    state: string;
    seen: string;
    waiting_reason?: string;
    not_done_reason?: string;
    bridge?: string;
    note?: string;
    why?: string;
  };
  "action:take": {
    action: string;
  };
  "check_out:give": {
    person?: string;
    heard?: string;
    topics?: string;
    way?: string;
    overall?: string;
    tip?: string;
  };
  "decision:add": {
    question: string;
  };
  "decision:aloud": {
    decision: string;
    person: string;
    stance?: string;
    words?: string;
  };
  "decision:close": {
    decision: string;
  };
  "decision:option": {
    decision: string;
  };
  "decision:reopen": {
    decision: string;
    reason: string;
  };
  "decision:resume": {
    decision: string;
  };
  "decision:stand": {
    decision: string;
    person: string;
    stance: string;
    words?: string;
  };
  "decision:stuck": {
    decision: string;
    next_step: string;
    next_step_on: string;
  };
  "expertise:add": {
    who?: string;
    person?: string;
    question: string;
    until: string;
  };
  "expertise:end": {
    expertise: string;
    answer: string;
  };
  "explain:aloud": {
    explanation: string;
  };
  "explain:answer": {
    explanation: string;
    answer: string;
  };
  "explain:ask": {
    thing?: string;
    words?: string;
  };
  "factor:add": {
    label: string;
    nature: string;
  };
  "factor:move": {
    factor: string;
    x: number;
    y: number;
    done?: string;
  };
  "factor:nudge": {
    factor: string;
    way: string;
  };
  "factor:remove": {
    factor: string;
    why?: string;
  };
  "factor:rest": {
    factor: string;
    statement: string;
    on?: string;
  };
  "factor:restore": {
    factor: string;
  };
  "goal:add": {
    words: string;
    phase: string;
  };
  "goal:attain": {
    goal: string;
    attainment: string;
  };
  "goal:remove": {
    goal: string;
    why?: string;
  };
  "goal:restore": {
    goal: string;
  };
  "guest:admit": {
    guest: string;
    person?: string;
    match?: string;
  };
  "guest:refuse": {
    guest: string;
  };
  "hand:call": {
    person?: string;
  };
  "hand:lower": {
    person?: string;
  };
  "hand:raise": {};
  "hours:give": {
    minutes?: string;
    other?: string;
    kind: string;
  };
  "invitation:code": {
    invitation: string;
  };
  "invitation:make": {
    person?: string;
  };
  "invitation:revoke": {
    invitation: string;
  };
  "link:add": {
    source: string;
    relation: string;
    target: string;
    certainty?: string;
    note?: string;
  };
  "link:remove": {
    link: string;
  };
  "link:restore": {
    link: string;
  };
  "meeting:close": {
    anyway?: string;
    own_words?: string;
    safety?: string;
    explanation?: string;
    other_explanation?: string;
    meaning?: string;
    protection?: string;
  };
  "meeting:code": {};
  "meeting:focus": {
    thing: string;
  };
  "meeting:join": {
    shown: string;
  };
  "meeting:move": {
    part: string;
    anyway?: string;
    why?: string;
  };
  "meeting:open": {};
  "meeting:pause": {};
  "meeting:resume": {};
  "part:repeat": {
    part: string;
    why: string;
  };
  "part:skip": {
    part: string;
    why: string;
  };
  "plan:check": {
    phase: string;
  };
  "plan:start": {};
  "proposal:answer": {
    proposal: string;
    state: string;
    why?: string;
  };
  "proposal:withdraw": {
    proposal: string;
  };
  "record:again": {
    again: string;
  };
  "record:set": {
    thing: string;
    field: string;
    value: string | string[];
    seen?: string;
    why?: string;
  };
  "report:correct": {
    report: string;
    item?: string;
    words: string;
  };
  "report:freeze": {
    report: string;
  };
  "report:reopen": {
    report: string;
    why: string;
  };
  "report:share": {
    report: string;
  };
  "report:withdraw": {
    correction: string;
  };
  "response:give": {
    statement: string;
    seen?: string;
    person: string;
    stance?: string;
    words?: string;
  };
  "response:remove": {
    statement: string;
    person: string;
  };
  "risk:add": {
    words?: string;
    /**
     * @maxItems 60
     */
    named?: string[];
  };
  "risk:belongs": {
    named: string;
    risk?: string;
  };
  "risk:down": {
    risk: string;
  };
  "risk:remove": {
    risk: string;
  };
  "risk:restore": {
    risk: string;
  };
  "risk:up": {
    risk: string;
  };
  "risks:give": {
    person?: string;
    first?: string;
    second?: string;
    third?: string;
    none?: string;
    off_screen?: string;
  };
  "risks:reveal": {};
  "rules:agree": {
    person?: string;
  };
  "safety:give": {
    person?: string;
    score?: string;
    why?: string;
    on_screen?: string;
    none?: string;
  };
  "safety:reveal": {};
  "screen:end": {};
  "screen:start": {};
  "seat:remove": {
    person?: string;
  };
  "seat:room": {
    person: string;
    here: string;
  };
  "statement:accord": {
    statement: string;
    seen?: string;
  };
  "statement:add": {
    kind: string;
    words: string;
    /**
     * @maxItems 4
     */
    happened?: string[];
    source_id?: string;
    source_words?: string;
    basis?: string;
    life_area?: string;
    /**
     * @maxItems 60
     */
    about?: string[];
  };
  "statement:correct": {
    statement: string;
    words: string;
  };
  "statement:open": {
    statement: string;
  };
  "statement:restore": {
    statement: string;
  };
  "statement:withdraw": {
    statement: string;
    why: string;
  };
  "text:restore": {
    text: string;
    version: string;
  };
  "text:rewrite": {
    text: string;
    seen: string;
    words: string;
    sure?: "" | "1";
  };
  "text:scrub": {
    text: string;
    slip: string;
  };
  "words:propose": {
    text: string;
    words: string;
    seen?: string;
  };
}
/**
 * As a form only.
 */
export interface TableForms {
  "code:close": {};
  "code:tell": {
    person: string;
  };
  "code:try": {
    digits?: string;
  };
  "erasure:own": {
    reason?: string;
  };
  "guest:language": {
    language?: string;
  };
  "meeting:cancel": {
    why?: string;
  };
  "meeting:change": {
    kind?: string;
    day?: string;
    time?: string;
    place?: string;
    chair?: string;
    invited?: string[];
    minutes?: string[];
    why_no_family?: string;
    many_ok?: string;
    awaited?: string[];
  };
  "meeting:invite": {
    invited?: string[];
    many_ok?: string;
  };
  "reflection:raise": {
    reflection: string;
    words?: string;
    pushed_back?: string;
  };
  "reflection:share": {
    reflection: string;
    words?: string;
    friction?: string;
  };
  "reflection:take_back": {
    obstacle: string;
  };
  "reflection:withdraw": {
    reflection: string;
  };
  "reflection:write": {
    words?: string;
    friction?: string;
    kind?: string;
    better_off?: string;
    could_do?: string;
    principles?: string[];
    layer?: string;
  };
  "request:ask": {};
  "shield:add": {
    /**
     * @maxItems 60
     */
    people?: string[];
    category?: string;
    reason?: string;
    review_on?: string;
    protects?: string;
    kind?: string;
    words?: string;
    beside?: string;
  };
  "shield:answer": {
    asked: string;
    answer?: string;
    reason?: string;
  };
  "shield:confirm": {
    shield: string;
    review_on?: string;
    reason?: string;
    answer?: string;
  };
  "shield:lift": {
    shield: string;
    reason?: string;
  };
  "shield:narrow": {
    shield: string;
    /**
     * @maxItems 60
     */
    people?: string[];
    reason?: string;
  };
  "shield:review": {
    shield: string;
    review_on?: string;
    reason?: string;
  };
  "shield:set": {
    /**
     * @maxItems 60
     */
    people?: string[];
    category?: string;
    reason?: string;
    review_on?: string;
    protects?: string;
    thing: string;
  };
  "shield:widen": {
    shield: string;
    person?: string;
    reason?: string;
  };
}
/**
 * As a form only.
 */
export interface CaseForms {
  "access:answer": {
    request: string;
    answer?: string;
  };
  "case:faces": {
    fixed_face?: string;
    case_director?: string;
    second_face?: string;
    reason?: string;
    met_on?: string;
  };
  "case:phase": {
    phase?: string;
  };
  "code:tell": {
    person: string;
  };
  "colleague:withdraw": {
    invitation: string;
  };
  "emergency:answer": {
    emergency: string;
    said?: string;
    answer?: string;
  };
  "emergency:ask": {
    category?: string;
    reason?: string;
  };
  "erasure:answer": {
    erasure: string;
    answer: string;
    why?: string;
  };
  "erasure:ask": {
    ground?: string;
    reason?: string;
    person?: string;
  };
  "erasure:own": {
    reason?: string;
  };
  "frame:set": {
    frame?: string;
    since?: string;
    words?: string;
  };
  "hat:give": {
    person: string;
    hat?: string;
    employer?: string;
    mandate?: string;
  };
  "hold:end": {
    hold: string;
  };
  "hold:set": {
    hold_reason?: string;
    until?: string;
  };
  "meeting:plan": {
    kind?: string;
    day?: string;
    time?: string;
    place?: string;
    chair?: string;
    invited?: string[];
    minutes?: string[];
    why_no_family?: string;
    many_ok?: string;
    awaited?: string[];
  };
  "person:access": {
    person: string;
    purpose?: string;
    sees?: string;
    /**
     * @maxItems 60
     */
    parts?: string[];
    until?: string;
    supports?: string;
  };
  "person:add": {
    name?: string;
    role?: string;
    role_words?: string;
    organisation?: string;
    age?: string;
    account?: string;
    access?: string;
    purpose?: string;
    until?: string;
    supports?: string;
  };
  "person:back": {
    person: string;
    purpose?: string;
    sees?: string;
    /**
     * @maxItems 60
     */
    parts?: string[];
    until?: string;
    supports?: string;
  };
  "person:change": {
    person: string;
    name?: string;
    role_words?: string;
    organisation?: string;
    age?: string;
    at_table?: string;
    voice_via?: string;
    number?: string;
  };
  "person:off": {
    person: string;
    why?: string;
  };
  "reflection:raise": {
    reflection: string;
    words?: string;
    pushed_back?: string;
  };
  "reflection:share": {
    reflection: string;
    words?: string;
    friction?: string;
  };
  "reflection:take_back": {
    obstacle: string;
  };
  "reflection:withdraw": {
    reflection: string;
  };
  "reflection:write": {
    words?: string;
    friction?: string;
    kind?: string;
    better_off?: string;
    could_do?: string;
    principles?: string[];
    layer?: string;
  };
  "request:ask": {};
  "shield:add": {
    /**
     * @maxItems 60
     */
    people?: string[];
    category?: string;
    reason?: string;
    review_on?: string;
    protects?: string;
    kind?: string;
    words?: string;
    beside?: string;
  };
  "shield:answer": {
    asked: string;
    answer?: string;
    reason?: string;
  };
  "shield:confirm": {
    shield: string;
    review_on?: string;
    reason?: string;
    answer?: string;
  };
  "shield:lift": {
    shield: string;
    reason?: string;
  };
  "shield:narrow": {
    shield: string;
    /**
     * @maxItems 60
     */
    people?: string[];
    reason?: string;
  };
  "shield:review": {
    shield: string;
    review_on?: string;
    reason?: string;
  };
  "shield:set": {
    /**
     * @maxItems 60
     */
    people?: string[];
    category?: string;
    reason?: string;
    review_on?: string;
    protects?: string;
    thing: string;
  };
  "shield:widen": {
    shield: string;
    person?: string;
    reason?: string;
  };
}
/**
 * As a form only.
 */
export interface EmergencyForms {
  "emergency:close": {};
}
/**
 * As a form only.
 */
export interface LearnerForms {
  "board_report:make": {
    title?: string;
    period?: string;
    /**
     * @maxItems 10
     */
    blocks?: string[];
    intro?: string;
    indicators?: string;
    themes?: string;
    obstacles?: string;
    cycles?: string;
    closing?: string;
  };
  "card:add": {
    cycle: string;
    column: string;
    words?: string;
    source?: string;
    evidence?: string;
    evidence_of?: string;
    holds_when?: string;
    owner?: string;
    until?: string;
    result?: string;
  };
  "card:from_log": {
    cycle: string;
    note?: string;
    theme?: string;
  };
  "card:move": {
    card: string;
    column: string;
    before?: string;
  };
  "card:push_back": {
    card: string;
  };
  "card:remove": {
    card: string;
  };
  "card:restore": {
    card: string;
  };
  "cycle:close": {
    cycle: string;
    keep?: string;
    change?: string;
    stop?: string;
    still_open?: string;
  };
  "cycle:open": {
    question?: string;
    we_try?: string;
    teams?: string;
    we_look_at?: string;
    starts_on?: string;
    ends_on?: string;
    method?: string;
    after?: string;
    /**
     * @maxItems 200
     */
    carry?: string[];
  };
  "hours:give": {
    minutes?: string;
    other?: string;
    kind: string;
    session?: string;
  };
  "indicator:off": {
    key: string;
  };
  "indicator:on": {
    key: string;
    question?: string;
    used_by?: string;
    decision?: string;
    baseline?: string;
    baseline_on?: string;
  };
  "indicator:tell": {
    key: string;
    story?: string;
    what_we_do?: string;
    baseline?: string;
    baseline_on?: string;
    seen: string;
  };
  "lesson:bring_in": {
    file: string;
  };
  "lesson:keep": {
    lesson?: string;
    title?: string;
    what?: string;
    for_whom?: string;
    conditions?: string;
    what_it_took?: string;
    proof?: string;
    cycle?: string;
    themes?: string[];
    shared?: string;
    seen?: string;
  };
  "obstacle:answer": {
    obstacle: string;
    answer?: string;
  };
  "obstacle:assign": {
    obstacle: string;
    owner?: string;
    answer_before?: string;
  };
  "obstacle:raise": {
    words: string;
    owner?: string;
    answer_before?: string;
    note?: string;
    cycle?: string;
    pushed_back?: string;
  };
  "obstacle:up": {
    obstacle: string;
    why?: string;
  };
  "profile:read": {
    words: string;
  };
  "profile:save": {
    group: string;
    given: {
      [k: string]: string;
    };
    stamp?: string;
  };
  "profile:take_over": {
    wanted: Profile;
    stamp?: string;
  };
  "record:again": {
    again: string;
  };
  "record:set": {
    thing: string;
    field: string;
    value: string | string[];
    seen?: string;
    why?: string;
  };
  "session:dot": {
    card: string;
    on: string;
  };
  "session:finish": {
    session: string;
  };
  "session:lead": {
    session: string;
  };
  "session:pile": {
    session: string;
    /**
     * @maxItems 400
     */
    cards?: string[];
    name?: string;
  };
  "session:start": {
    cycle: string;
    template: string;
  };
  "session:step": {
    session: string;
    seen: string;
    to: string;
  };
  "session:write": {
    session: string;
    words?: string;
  };
  "term:keep": {
    term?: string;
    plain?: string;
    seen?: string;
  };
  "theme:group": {
    theme?: string;
    name?: string;
    /**
     * @maxItems 200
     */
    notes?: string[];
  };
  "theme:outcome": {
    theme: string;
    words: string;
  };
}
/**
 * One region's way of working.
 */
export interface Profile {
  slug: string;
  name: string;
  max_people: number;
  house_rules: {
    [k: string]: string[];
  };
  roles: {
    [k: string]: {
      [k: string]: string;
    };
  };
  phases: Phase[];
  sections: SectionKind[];
  parts: PartKind[];
  meetings: MeetingKind[];
  life_areas?: LifeArea[];
  relations?: {
    [k: string]: {
      [k: string]: string;
    };
  };
  hats?: Hat[];
  reserved_acts?: ReservedAct[];
  access?: Preset[];
  correction_days?: number;
  prompts?: Prompt[];
  minimum_group?: number;
  cycle_days?: number;
  keep_case_months?: number;
  keep_note_months?: number;
  action_lines?: ActionLine[];
  undecided?: string[];
}
/**
 * A phase of the work with a family; `plan` is what its plan is called, else it is called after the phase.
 */
export interface Phase {
  key: string;
  label: {
    [k: string]: string;
  };
  short: {
    [k: string]: string;
  };
  plan?: {
    [k: string]: string;
  } | null;
}
/**
 * A section of the analysis: `own_words` holds one block for each family member, the others one shared text.
 *
 * Where its `block` stands on the table, the section is not written as a text any more. One of the `opening` is
 * about the meeting itself, and no part of the analysis. One with a `plan` belongs to the plan of that phase.
 */
export interface SectionKind {
  key: string;
  label: {
    [k: string]: string;
  };
  hint: {
    [k: string]: string;
  };
  required?: boolean;
  own_words?: boolean;
  block?: Block | null;
  opening?: boolean;
  plan?: string | null;
}
/**
 * A part of a meeting: what it is called, what it says to the family, and what it puts on the table.
 */
export interface PartKind {
  key: string;
  label: {
    [k: string]: string;
  };
  lead: {
    [k: string]: string;
  };
  sections?: string[];
  blocks?: Block[];
}
/**
 * A kind of meeting. `family` = the family is invited, and leaving them out needs a reason (MT-05).
 *
 * `asks` is what is asked before it closes.
 */
export interface MeetingKind {
  key: string;
  label: {
    [k: string]: string;
  };
  family: boolean;
  parts: PlannedPart[];
  wanted?: Role[];
  asks?: Asked[];
}
export interface PlannedPart {
  key: string;
  minutes: number;
}
/**
 * A field of life (*leefgebied*) that the analysis looks at.
 */
export interface LifeArea {
  key: string;
  label: {
    [k: string]: string;
  };
}
/**
 * In which capacity somebody acts (*pet*).
 */
export interface Hat {
  key: string;
  label: {
    [k: string]: string;
  };
}
/**
 * An act that the law leaves to some hats only (*voorbehouden handeling*), with the article it stands in.
 *
 * `grounds`: the reasons in the law it can have; `frames`: under which legal frames it exists. Empty: any.
 */
export interface ReservedAct {
  key: string;
  label: {
    [k: string]: string;
  };
  hats: string[];
  law: string;
  grounds?: LegalBasis[];
  frames?: LegalFrame[];
}
/**
 * What a region usually lets somebody like this see (*voorkeuze*): an offer of the form, never a rule.
 *
 * `parts` and `areas` are parts of a meeting and fields of life, on top of their own part.
 */
export interface Preset {
  key: string;
  label: {
    [k: string]: string;
  };
  purpose?: {
    [k: string]: string;
  } | null;
  sees: Sees;
  parts?: string[];
  areas?: string[];
  months?: number;
}
/**
 * A question to reflect on, for some roles; without roles for everybody.
 */
export interface Prompt {
  key: string;
  label: {
    [k: string]: string;
  };
  roles?: Role[];
}
/**
 * A line of the programme (*actielijn*) for which hours are paid, with the kinds of hours that belong to it.
 */
export interface ActionLine {
  key: string;
  label: {
    [k: string]: string;
  };
  kinds: HourKind[];
}
/**
 * As a form only.
 */
export interface OfficerForms {
  "emergency:answer": {
    emergency: string;
    said?: string;
    answer?: string;
  };
  "emergency:review": {
    emergency: string;
    justified?: string;
    review?: string;
  };
  "request:answer": {
    request: string;
    outcome?: string;
    answer?: string;
  };
  "request:longer": {
    request: string;
    reason?: string;
  };
  "tries:seen": {};
}
/**
 * As a form only.
 */
export interface AccountForms {
  "account:check": {
    password?: string;
  };
  "account:language": {
    language?: string;
  };
  "account:new_device": {};
  "account:passkey": {
    passkey?: string;
    host?: string;
    origin?: string;
    asked?: string;
    device?: string;
    key?: string;
  };
  "account:passkey_off": {
    passkey: string;
  };
  "account:password": {
    password?: string;
    new_password?: string;
    new_again?: string;
  };
  "account:recovery_codes": {};
  "account:second_factor_off": {};
  "account:set_up": {
    app_secret?: string;
    app_mark?: string;
    one_time?: string;
  };
  "account:sign_out": {};
  "case:open": {
    profile?: string;
    title?: string;
    municipality?: string;
    summary?: string;
  };
  "colleague:no": {
    invitation: string;
    words?: string;
  };
  "colleague:yes": {
    invitation: string;
  };
  "session:end": {
    session: string;
  };
  "session:end_all": {};
  "session:step_up": {};
}
/**
 * As a form only.
 */
export interface HalfForms {
  "account:set_up": {
    app_secret?: string;
    app_mark?: string;
    one_time?: string;
  };
  "session:finish": {
    one_time?: string;
    on_paper?: string;
  };
}
/**
 * As a form only.
 */
export interface DoorForms {
  "account:ask_link": {
    email?: string;
  };
  "account:new_password": {
    token?: string;
    new_password?: string;
    new_again?: string;
  };
  "account:sign_in": {
    email?: string;
    password?: string;
  };
  "door:code": {
    code?: string;
  };
  "door:enter": {
    secret: string;
  };
  "door:knock": {
    name?: string;
    meeting: string;
    invitation: string | null;
    language: string;
    device: string;
  };
  "door:language": {
    language?: string;
  };
  "door:leave": {};
  "door:link": {
    token?: string;
    hashed?: string;
  };
  "door:try": {
    token?: string;
  };
  "screen:connect": {
    token?: string;
  };
  "seat:renew": {
    secret: string;
  };
  "session:begin": {
    account: string;
    device?: string;
    key?: string;
  };
  "session:begin_elsewhere": {
    issuer?: string;
    subject?: string;
    email?: string;
    second?: boolean;
    signed_at?: number;
    name?: string;
    device?: string;
    key?: string;
  };
  "session:begin_passkey": {
    passkey?: string;
    host?: string;
    origin?: string;
    asked?: string;
    device?: string;
    key?: string;
  };
  "session:stay": {
    secret: string;
    active?: boolean;
    meeting?: string;
  };
}
/**
 * The other messages of a browser.
 */
export interface FromBrowser {
  hello: Hello;
  "text:open": OpenText;
  "text:change": ChangeText;
  "text:check": CheckText;
  "text:close": CloseText;
  "text:cursor": Cursor;
  "view:show": ShowView;
  "second:same": SecondSame;
  "second:other": SecondOther;
  "second:mine": SecondMine;
}
/**
 * What a page says when it connects; the cookie proves it. Not strict about words: `as` comes as text.
 */
export interface Hello {
  as: Kind;
  meeting?: string | null;
  part?: string | null;
  region?: string | null;
  view?: string;
  csrf?: string;
  proof?: string;
  tab?: string;
  emergency?: string | null;
}
/**
 * Start writing; or catch up from `version` of `epoch`, as `client`, which `mark` proves was there.
 */
export interface OpenText {
  text: string;
  epoch?: number | null;
  version?: number | null;
  client?: string;
  mark?: string;
}
/**
 * One change set, as `@codemirror/state` writes it; its own shape is checked by `models.changesets`.
 */
export interface ChangeText {
  text: string;
  epoch: number;
  version: number;
  client: string;
  seq: number;
  changes: unknown;
  /**
   * The writer was asked, and means to take so much away.
   */
  sure?: boolean;
}
/**
 * Words before they are pasted, or just after they were typed: is something of it kept apart?
 */
export interface CheckText {
  text: string;
  words: string;
}
/**
 * Stop writing.
 */
export interface CloseText {
  text: string;
}
/**
 * Where somebody's caret stands, in UTF-16 units of a version. Not kept.
 */
export interface Cursor {
  text: string;
  version: number;
  anchor?: number | null;
  head?: number | null;
}
/**
 * What the page shows now; without a part it follows the table.
 */
export interface ShowView {
  part?: string | null;
  view?: string;
}
/**
 * A first line on a seat: this second one is a page of the same browser, which told so itself.
 */
export interface SecondSame {
  tab: string;
}
/**
 * A first line on a seat: nothing here knows the second one; the human is asked.
 */
export interface SecondOther {
  tab: string;
}
/**
 * *Bent u dit ook?* Without a yes the seat ends on both.
 */
export interface SecondMine {
  mine: boolean;
}
/**
 * What the server says.
 */
export interface ToBrowser {
  fragments: FragmentsChanged;
  "text:changed": TextChanged;
  "text:writing": TextWriting;
  "text:cursor": TextCursor;
  "text:renewed": TextRenewed;
  admitted: Admitted;
  gone: Gone;
  news: News;
  leaving: Leaving;
  renew: Renew;
  second: SecondLine;
}
/**
 * One live part of a page. Without HTML it is to go.
 */
export interface Fragment {
  name: string;
  html: string;
}
/**
 * A change of a text, for those who write in it; the sender gets it too.
 */
export interface TextChanged {
  epoch: number;
  version: number;
  client: string;
  seq: number;
  author: Person;
  changes: unknown;
  text: string;
  /**
   * Now and then: what to come back with after this version.
   */
  mark?: string;
}
/**
 * How somebody is shown beside a caret or a change: `who` is their colour and shape.
 */
export interface Person {
  id: string;
  name: string;
  who: string;
  initials: string;
}
/**
 * Somebody writes in a text, for those who read it.
 */
export interface TextWriting {
  text: string;
  person: Person;
}
/**
 * Where the caret of somebody else stands; without a place it is gone.
 */
export interface TextCursor {
  text: string;
  version: number;
  person: Person;
  anchor: number | null;
  head: number | null;
}
/**
 * This text has to be opened again; whoever lost the right to it is refused then.
 */
export interface TextRenewed {
  text: string;
}
/**
 * Let in: the page of the waiting room goes on to `href`.
 */
export interface Admitted {
  href: string;
}
/**
 * Out: the page goes to `href`, and the connection ends.
 */
export interface Gone {
  reason: string;
  href: string;
}
/**
 * What somebody at a desk has to hear at once, ready as HTML; a page that shows it (`key`) leaves it out.
 */
export interface News {
  key: string;
  html: string;
}
/**
 * The program goes for a moment (an update): send nothing more, keep what was typed, and come back by yourself.
 */
export interface Leaving {}
/**
 * Something changed on this page: it asks for itself anew.
 */
export interface Renew {}
/**
 * Another page wants a line on this seat. `html`: the question to the human, unless this browser knows the page.
 */
export interface SecondLine {
  tab: string;
  html: string;
}
/**
 * What is answered when a message is taken; a command gets `done`, what is refused `refused`.
 */
export interface Answers {
  "text:open": Opened;
  "text:change": Written;
  "text:check": Checked;
  "text:close": Closed;
  "text:cursor": Done;
  "view:show": Done;
  "second:same": Done;
  "second:other": Done;
  "second:mine": Done;
  done: Done;
  refused: Refusal;
}
/**
 * A text that was opened: its words, or what came since the version that was asked for.
 */
export interface Opened {
  ok: true;
  text: string;
  epoch: number;
  version: number;
  /**
   * Bound to one person and one text; every change carries it.
   */
  client: string;
  /**
   * All of it, at first or when its log is too long.
   */
  words?: string;
  /**
   * The log since the version asked for.
   */
  changes?: LogEntry[];
  /**
   * What to come back with after this version: it proves that this editor was there.
   */
  mark: string;
}
/**
 * One entry of the log of a text; `version` is the version it made.
 */
export interface LogEntry {
  epoch: number;
  version: number;
  client: string;
  seq: number;
  author: Person;
  changes: unknown;
}
/**
 * A change that is committed, as this version.
 */
export interface Written {
  ok: true;
  version: number;
  /**
   * What to come back with after this version; not after a resend.
   */
  mark?: string;
}
/**
 * What to warn of; two empty strings when there is nothing.
 */
export interface Checked {
  ok: true;
  /**
   * A sentence in the reader's language.
   */
  hint: string;
  /**
   * The part of the words sent that it is about.
   */
  words: string;
}
/**
 * Not writing any more; the words as readers see them now.
 */
export interface Closed {
  ok: true;
  /**
   * The text, rendered; nothing for who was not writing.
   */
  html?: string;
}
/**
 * Done. Besides what is named here, a command answers with the ids of what it made. The same to a posted form.
 */
export interface Done {
  ok: true;
  /**
   * Ready HTML: something to hand over, or a question before it is done.
   */
  html?: string;
  /**
   * The value that is kept now: what the next change starts from.
   */
  seen?: string;
  /**
   * Where the page goes from here.
   */
  href?: string;
  [k: string]: string | number | boolean | true | undefined;
}
/**
 * Not done, and why. The same to a form that is posted.
 */
export interface Refusal {
  ok: false;
  code: string;
  /**
   * A sentence in the reader's language.
   */
  message: string;
  /**
   * Name of the form control that was wrong.
   */
  field?: string;
  /**
   * Ready HTML in place of the message, for instance both values of a conflict.
   */
  html?: string;
  /**
   * Seconds to wait, when there was too much.
   */
  retry_after?: number;
}
