import type { Generated } from 'kysely'
import type { Campaign, Channel } from '../../surveys/fielding/campaign'
import type { Keying } from '../../surveys/fielding/paper'
import type { AsideCause, SetAside } from '../../surveys/fielding/set-aside'
import type { Holder } from '../../surveys/figures/release'
import type { AssessedNumber, AssessmentStage, AssessmentStatus } from '../../surveys/indices/fielding'

/** Rows as both engines hold them: booleans 0/1, days `YYYY-MM-DD`, JSON as text that no query looks into. */
export type Tables = {
  questionnaires: QuestionnaireRow
  agencies: AgencyRow & Defaulted<AgencyBesides>
  campaigns: Omit<CampaignRow, 'pauses'> & Defaulted<Pick<CampaignRow, 'pauses'>>
  campaign_agencies: CampaignAgencyRow
  targets: TargetRow
  break_offs: BreakOffRow
  touchpoints: TouchpointRow & Defaulted<TouchpointDoor>
  retired_codes: RetiredCodeRow
  former_agencies: FormerAgencyRow
  touchpoint_agencies: TouchpointAgencyRow
  kiosks: KioskRow
  media: MediaRow & {
    /** The instant at which it last came, or at which a design last ceased to name it. */
    named_at: string
  }
  published_media: PublishedMediaRow
  responses: ResponseRow & { set_aside: Generated<SetAside> }
  set_asides: SetAsideRow
  set_aside_requests: SetAsideRequestRow
  paper_batches: PaperBatchRow
  paper_sheets: PaperSheetRow
  tallies: TallyRow
  day_sums: TallyRow
  releases: ReleaseRow
  released_sums: ReleasedSumsRow
  released_comments: ReleasedCommentRow
  hidden_comments: HiddenCommentRow
  contacts: ContactRow
  publications: PublicationRow
  assessments: AssessmentRow
  province_indices: ProvinceIndexRow
  index_years: IndexYearRow
  assessment_agencies: AssessmentAgencyRow
  assessment_numbers: AssessmentNumberRow
  assessment_steps: AssessmentStepRow
  assessment_evidence: AssessmentEvidenceRow
  assessment_drawn: AssessmentDrawnRow
  assessment_intervals: AssessmentIntervalsRow
  label_mappings: LabelMappingRow
  writers: WriterRow
  access_tokens: AccessTokenRow
  exports: ExportRow
  report_texts: ReportTextsRow
  users: UserRow & { email: string; email_verified: number; created_at: string; updated_at: string; signed_in_at: string }
  credentials: CredentialRow
  sessions: SessionRow & Defaulted<SessionBesides> & { expires_at: string; created_at: string; updated_at: string }
  grants: GrantRow
  group_roles: GroupRoleRow
  group_grants: GroupGrantRow
  provider_accounts: ProviderAccountRow
  spent_errands: SpentErrandRow
  touchpoint_grants: TouchpointGrantRow
  entered_counts: EnteredCountRow
  account_links: AccountLinkRow
  second_factors: SecondFactorRow
  recovery_codes: RecoveryCodeRow
  half_sign_ins: HalfSignInRow
  passkeys: PasskeyRow
  passkey_challenges: PasskeyChallengeRow
  guesses: GuessRow
  refusal_counts: RefusalCountRow
  secrets: SecretRow
  settings: SettingRow
  published_figures: PublishedFigureRow
  services: ServiceRow
  service_agencies: ServiceAgencyRow
  dossiers: DossierRow
  list_steps: ListStepRow
  designs: DesignRow
  design_comments: DesignCommentRow
  design_presence: DesignPresenceRow
  review_links: ReviewLinkRow
  letters: LetterRow
  schedules: ScheduleRow
  deliveries: DeliveryRow
  delivery_files: DeliveryFileRow
  delivery_letters: DeliveryLetterRow
  duties: DutyRow
  duties_done: DutyDoneRow
  agency_statements: AgencyStatementRow
  statement_reminders: StatementReminderRow
  webhooks: WebhookRow
  webhook_messages: WebhookMessageRow
  events: EventRow
  event_turn: EventTurnRow
}

/** Columns that a new row need not name. */
type Defaulted<Row> = { [Column in keyof Row]: Generated<Row[Column]> }

/** A published version; its definition never changes. `archived` 1: no new campaign takes it. */
export type QuestionnaireRow = { id: string; version: number; hash: string; definition: string; published_on: string; archived: number }

/** A recording or a picture, under the first 128 bits of its SHA-256; what a questionnaire names is never changed. */
export type MediaRow = { name: string; type: string; bytes: Uint8Array }

/** A recording or a picture that some published version names, whether it is kept here or not: anybody may be shown it. */
export type PublishedMediaRow = { name: string }

/** The draft of a questionnaire's next version, at most one for each. */
export type DesignRow = {
  questionnaire: string
  definition: string
  /** JSON: the reason by the key of a warning that was accepted. */
  accepted: string
  /** Rises with every save; who saves names the one that was read. */
  revision: number
  /** JSON array of the ids of all who changed it. */
  authors: string
  changed_by: string
  changed_at: string
  /** Who asked for approval; empty: nobody. */
  asked_by: string
  approved_by: string
  /** The revision that was approved; 0: none. */
  approved_revision: number
  /** JSON: who sent it back to its authors, why and when; empty: nobody since approval was asked for. */
  sent_back: string
}

/** One thing that somebody did; never changed and never deleted. `seq` is gapless, in the order of what was done. */
export type EventRow = {
  seq: number
  /** UTC, to the second. */
  at: string
  /** The id of the account; empty for whoever runs the server. */
  account: string
  /** What they were called then; at the command line `command:` and the name of the operating system's user. */
  person: string
  door: 'page' | 'api' | 'command'
  act: string
  /** What kind of object the act is about, and which of them. */
  kind: string
  object: string
  /** JSON. */
  details: string
  /** Hash of what is to be written only once: a form, or what is told once in so long. */
  once: string | null
  /** Of all this and of the hash before it; see `chain.ts`. */
  hash: string
}

/** The number of the last event. Who acts holds this row, so that acts follow one another on every engine. */
export type EventTurnRow = { log: 'events'; seq: number }

export type AgencyRow = {
  code: string
  /** Localised JSON. */
  name: string
  /** The name without marks, in lower case, for search. */
  name_folded: string
  block: string
  parent: string | null
  valid_from: string | null
  valid_to: string | null
  /** JSON array of codes. */
  predecessors: string
}

/** What was added later. */
export type AgencyBesides = {
  /** JSON array: those of the predecessors of which only a part came. */
  in_part: string
  /** What kind of body it is; empty: nobody said. */
  type: string
  /** The code in the state's lists, where it is another than the key; else empty. */
  official_code: string
  /** JSON array of former names with their last day. */
  aliases: string
}

export type CampaignRow = {
  code: string
  title: string
  questionnaire: string
  version: number
  kind: 'open' | 'sampled'
  status: Campaign['status']
  opens_on: string
  closes_on: string
  threshold: number
  synthetic: number
  /** What the tally is kept apart by besides agency, channel and month: `service`, `touchpoint`, both with a comma, or empty. */
  breakdowns: string
  /** What parts of an agency are released by themselves: `channel`, `service`, or empty where an agency is one. */
  released_by: string
  /** JSON: the local days on which it stopped asking, each until the day on which it went on, or null. */
  pauses: string
}

/**
 * An edition of a campaign's publication: JSON of the figures that it froze with their SHA-256, and of its terms. Days are local; `published_on`
 * empty while it is prepared, `withdrawn_on` while nobody has taken it back.
 */
export type PublicationRow = {
  campaign: string
  number: number
  content: string
  checksum: string
  terms: string
  threshold: number
  night: string
  prepared_by: string
  prepared_person: string
  prepared_at: string
  published_on: string
  published_person: string
  public_on: string
  withdrawn_on: string
  withdrawn_reason: string
  withdrawn_reason_en: string
}

/** How many responses are wanted of an agency in a campaign; none where there is no row. */
export type TargetRow = { campaign: string; agency: string; wanted: number }

/** On how many visits of a local day a question was the last one that was looked at by who sent nothing. */
export type BreakOffRow = { campaign: string; layout: 'phone' | 'kiosk'; question: string; day: string; persons: number }

/**
 * An agency that a campaign measures; `population` is the known number of persons of a sampled campaign. `opened_as`: JSON of the agency as it
 * was when the campaign opened; empty until then. `name_corrected`: JSON of a typing error that was put right since, the last one; empty: none.
 */
export type CampaignAgencyRow = {
  campaign: string
  agency: string
  population: number | null
  opened_as: string
  name_corrected: Generated<string>
}

export type TouchpointRow = { code: string; campaign: string; kind: Channel; label: string }
/**
 * How one comes there. `link`: the code in its address, empty where that is its own. `signed` 1: its own code is one that the server made; others
 * were stored before there were such, or chosen at the command line. `display`: what opens the page of a counter's screen, empty without
 * one; `turns` 1: its code is taken only as that screen shows it. `paused_at`: an instant, empty while it asks; `asks_since`: the local day since which it
 * does, without a break and for the same agencies, empty where that is not known.
 */
export type TouchpointDoor = {
  link: string
  signed: number
  display: string
  turns: number
  paused_at: string
  asks_since: string
  revision: number
}

/** A code that a touchpoint had before, and the instant until which somebody could come by it. */
export type RetiredCodeRow = { code: string; touchpoint: string; retired_at: string }

/** An agency that a touchpoint served until an instant. */
export type FormerAgencyRow = { touchpoint: string; agency: string; served_until: string }

export type TouchpointAgencyRow = { touchpoint: string; agency: string; position: number }

/** A device that stands at a touchpoint. Nothing here says which response came from it. */
export type KioskRow = {
  id: string
  name: string
  touchpoint: string
  /** SHA-256 of the one-time code that enrols a device; once it has, that with the device's key. */
  code_hash: string
  code_expires_at: string
  /** Base64url of the raw P-256 point; empty until a device is enrolled. */
  public_key: string
  enrolled_on: string
  revoked_on: string
  seen_at: string
  /** Of the page that it shows. */
  build: string
  /** How many responses were made on it, wait there, and were set aside there, as it said last. */
  made: number
  waiting: number
  set_aside: number
  /** How many never came from devices that stood here before. */
  lost: number
  /** JSON of the ranges of numbers that have arrived. */
  arrived: string
  /** JSON of the numbers that it has given, keeps and has set aside, as it said last; empty where it said counts alone. */
  held: string
  /** Which of its sendings was the last that was heard; 0 where its page does not count them yet. */
  sendings: number
  /** JSON of what was refused of it: each code with the last day. */
  refused: string
  /** JSON of the devices that stood here before, each with its key, the numbers that have arrived from it and those that had not. */
  former: string
  /** JSON of what somebody has seen of its troubles; empty where nobody has. */
  looked: string
}

/** One response. No instant is kept, only local days; order of arrival is `(writer, seq)`. */
export type ResponseRow = {
  campaign: string
  id: string
  /** The form in which its person rated this agency and others; empty where one response is one form. */
  form: string
  writer: number
  seq: number
  version: number
  touchpoint: string
  agency: string
  service: string
  channel: Channel
  language: string
  answered_on: string
  received_on: string
  /** SHA-256 of the canonical body, so that the same id with another body is seen. */
  hash: string
  answers: string
  packed: Uint8Array
  /** 1: only the key and the place in the order are left, so that the response cannot come back. */
  erased: number
  /** 1: an open question was answered; few are, and the comments about an agency are found by it. */
  has_text: number
  /** What looks wrong with it, of `surveys/quality/flags.ts`, with spaces between; what was told of at reading is not among it. */
  flags: string
}

/** A response as it is stored: empty where it counts, else why it does not. */
export type StoredResponse = ResponseRow & { set_aside: SetAside }

/** Why a response does not count: who said so and on which local day. `confirmed_by`: the second person, where it took two. */
export type SetAsideRow = {
  campaign: string
  response: string
  cause: AsideCause
  reason: string
  person: string
  confirmed_by: string
  set_on: string
}

/** Responses that somebody wants to set aside, or to count again where `state` is empty, and that wait for a second person. */
export type SetAsideRequestRow = {
  id: string
  campaign: string
  state: SetAside
  /** JSON array of ids. */
  responses: string
  cause: AsideCause
  reason: string
  account: string
  person: string
  /** An instant. */
  asked_at: string
}

/**
 * A pile of paper sheets about one agency. The id of each sheet's response follows from `seed` and its number, so that no sheet counts twice. Who
 * keyed is known of the pile and not of a sheet: JSON arrays of accounts.
 */
export type PaperBatchRow = {
  code: string
  campaign: string
  touchpoint: string
  agency: string
  label: string
  language: string
  /** How many there should be. */
  sheets: number
  /** Which of them are keyed a second time. */
  keying: Keying
  seed: string
  first_by: string
  second_by: string
  /** A local day. */
  begun_on: string
}

/** What was keyed the second time of a sheet, until both agree. */
export type PaperSheetRow = {
  batch: string
  number: number
  /** JSON; empty once nothing differs any more. */
  answers: string
  day: string
  /** `waits`: it differs and nobody has looked yet; `same`: both were alike; `mended`: it differed, and somebody looked at the paper. */
  compared: 'waits' | 'same' | 'mended'
  /** Items that one of the two has answered, and those of them in which they differed when they were compared. */
  asked: number
  differing: number
}

/**
 * The sums from which every figure follows; `month` is empty in the row of the whole campaign. In `day_sums` those of every day of
 * the month, from which it follows how days scatter.
 */
export type TallyRow = {
  campaign: string
  version: number
  agency: string
  touchpoint: string
  service: string
  channel: Channel
  month: string
  writer: number
  sums: Uint8Array
}

/** One night of a campaign on which released figures moved on; `night` is the local day on which it began to count. */
export type ReleaseRow = {
  campaign: string
  night: string
  /** 1: what waited when the period ended has been passed on. */
  settled: number
  /** 1: nothing comes any more but erasures. */
  final: number
  /** How many lists became cells. */
  cells: number
  /** The erasures in all campaigns by then. */
  erasures: number
  /** JSON: how many responses waited after it, and where. */
  waiting: string
}

/** What was released of a leaf or a rest, and what it passed on; it can be made anew from nothing else. */
export type ReleasedSumsRow = {
  campaign: string
  level: Holder['level']
  code: string
  part: string
  block: string
  released: Uint8Array
  passed: Uint8Array
}

/** How somebody wants to be reached; nothing in it tells of which response they gave, or when within the month. */
export type ContactRow = {
  campaign: string
  id: string
  agency: string
  /** The local month in which it was given, and the last in which it is kept. */
  month: string
  until: string
  kind: 'phone' | 'email'
  contact: string
  handled: number
}

/** A comment that nobody is shown, by a mark of its words, whoever wrote them. */
export type HiddenCommentRow = {
  campaign: string
  item: string
  /** SHA-256 of the words as readers tell them apart. */
  words: string
  reason: string
}

/** What somebody wrote that stands in a pool of its holder (`pooled` 1), with its text, or waits there (0), without. */
export type ReleasedCommentRow = {
  campaign: string
  item: string
  response: string
  level: Holder['level']
  code: string
  pooled: number
  text: string
}

/** A leased slot: one process at a time writes under its number. */
export type WriterRow = { slot: number; owner: string; expires_at: string; last_seq: number; erasures: number }

/** What administrators set on screen; the value is text or JSON. */
export type SettingRow = { name: string; value: string }

/** What our own queries read of an account; the library writes it, with columns of the engine's own types besides. */
/** `disabled_at` is empty while the account may be used. */
export type UserRow = { id: string; username: string; name: string; disabled_at: string }

/** Of the account library: the hash of a password, once for each account that signs in; empty while its owner has still to choose one. */
export type CredentialRow = {
  id: string
  account_id: string
  provider_id: string
  user_id: string
  password: string
  created_at: string
  updated_at: string
}

/**
 * `token` is a hash of what the browser holds; both instants are those of the product's clock. `entered_by`: empty where a password was
 * typed here or a passkey shown; `provider` where a provider of identities let somebody in, `provider-factor` where it also asked for a second factor.
 */
export type SessionRow = {
  id: string
  token: string
  user_id: string
  started_at: string
  seen_at: string
  entered_by: string
}

/**
 * What a session has begun besides. `proved_at`: when its owner last showed again who they are; empty: when signing in. `seeing_as`: the account as
 * which they look at the office, and since when; empty: as themselves.
 */
export type SessionBesides = { proved_at: string; seeing_as: string; seeing_since: string }

/** One link a user at most; that of the first start has an empty user and never expires. Only the link's hash is kept. */
export type AccountLinkRow = { user_id: string; hash: string; expires_at: string }

/** An app that shows a code every 30 seconds. `secret` is sealed; `last_step` is the last one whose code was taken, none before it is any more. */
export type SecondFactorRow = { user_id: string; secret: string; since: string; last_step: number }

/** A code that stands once for the app; only its keyed hash is kept. */
export type RecoveryCodeRow = { user_id: string; hash: string }

/** A browser in which the right password was typed and that opens nothing yet; `hash` is of the key it holds. */
export type HalfSignInRow = { hash: string; user_id: string; tries: number; expires_at: string; entered_by: string }

/**
 * A key of a device that signs for an account, under the name that the device gave it. `party` is the host that it is bound to, `counter` how
 * often it has signed (0 where it does not count), `transports` how browsers reach it, with commas between, `used_on` a local day or empty.
 */
export type PasskeyRow = {
  id: string
  user_id: string
  name: string
  party: string
  /** COSE, in base64url. */
  public_key: string
  transports: string
  counter: number
  since: string
  used_on: string
}

/** What a browser is to have signed, once; `browser` is a hash of what it alone holds. */
export type PasskeyChallengeRow = { browser: string; challenge: string; expires_at: string }

/** A role of an account over an agency and all below it, over the province where `agency` is empty; `ends_on` is a local day or empty. */
export type GrantRow = { user_id: string; role: string; agency: string; ends_on: string }

/** What members of a group at the provider of identities may do here, once they sign in. */
export type GroupRoleRow = { group_name: string; role: string; agency: string }

/** A role that somebody has had from a group since they last came by the provider, which does not hold for ever after. */
export type GroupGrantRow = { user_id: string; group_name: string; role: string; agency: string; ends_on: string }

/** Whom a provider of identities means by its subject; `since` is an instant. */
export type ProviderAccountRow = { issuer: string; subject: string; user_id: string; since: string }

/** A way to the provider and back that has been used; only a hash of its state is kept. */
export type SpentErrandRow = { hash: string; expires_at: string }

/** The same of a role that is held at one touchpoint. */
export type TouchpointGrantRow = { user_id: string; role: string; touchpoint: string; ends_on: string }

/** How many responses an account has entered at a touchpoint on a local day; nothing says which. */
export type EnteredCountRow = { user_id: string; touchpoint: string; day: string; entered: number }

/** Tries to sign in that failed, under a keyed hash of the account, device or network they came from. */
export type GuessRow = { key: string; tries: number; refused_until: string; forgotten_at: string }

/** Refused attempts of an account in its last such hour (`YYYY-MM-DDTHH`): entries of the log, and those that are only counted until it is over. */
export type RefusalCountRow = { account: string; person: string; door: string; hour: string; told: number; more: number }

export type SecretRow = { name: string; value: string }

/** A letter that waits, is being sent, was sent or was given up. What it says is sealed, and gone once it has ended. */
export type LetterRow = {
  /** Random; its Message-ID begins with it. */
  id: string
  kind: string
  /** Whom it is for: an account with its name and address as they were when it was written. */
  account: string
  name: string
  address: string
  body: string
  state: 'waiting' | 'sending' | 'sent' | 'failed'
  /** Tries begun; who holds a letter ends only the try that it began. */
  tries: number
  /** When it is to be tried; while it is being sent, when whoever does so is given up. */
  due_at: string
  written_at: string
  ended_at: string
  /** What went wrong last. */
  trouble: string
}

/** What is sent by itself; `recipients` is a JSON array of account ids, `campaign` empty where it follows the period. */
export type ScheduleRow = {
  id: string
  name: string
  content: string
  format: string
  campaign: string
  language: string
  rhythm: string
  offset_days: number
  recipients: string
  folder: string
  paused: number
  /** The local day on which it is due next. */
  next_on: string
}

/** One time at which a schedule was due: who makes it ends only the try that it began. */
export type DeliveryRow = {
  schedule: string
  due_on: string
  /** Of the schedule, as it was then. */
  name: string
  campaign: string
  state: 'waiting' | 'making' | 'sent' | 'failed'
  tries: number
  /** When it is to be tried; while it is being made, when whoever does so is given up. */
  due_at: string
  ended_at: string
  trouble: string
  /** JSON: whom it did not go to, and why. */
  skipped: string
  file_name: string
  file_bytes: number
  folder: string
}

export type DeliveryFileRow = { schedule: string; due_on: string; type: string; bytes: Uint8Array }
export type DeliveryLetterRow = { schedule: string; due_on: string; letter: string }

/** Another system that is told what happens to campaigns. */
export type WebhookRow = {
  id: string
  name: string
  url: string
  /** JSON: the names of what it is told. */
  events: string
  /** Sealed; those before it, with blanks between, count as well until then. */
  secret: string
  secret_before: string
  before_until: string
  state: 'on' | 'paused' | 'gone'
  /** The local day since which it is told what happens; what happened earlier is not. */
  since: string
  /** The last entry of the log that has been looked at for it. */
  after_seq: number
}

/** Something that another system is told: who sends it ends only the try that it began. */
export type WebhookMessageRow = {
  webhook: string
  /** The same at every try, so that a receiver can tell. */
  id: string
  event: string
  campaign: string
  /** JSON: what the log says of it that others may know. */
  details: string
  /** What is sent, from the first try on. */
  body: string
  state: 'waiting' | 'sending' | 'sent' | 'failed'
  tries: number
  /** When it is to be tried; while it is being sent, when whoever does so is given up. */
  due_at: string
  written_at: string
  ended_at: string
  trouble: string
}

/** A duty that the office changed, added or (`dropped` 1) took away; the others stand as they are shipped. `name`, `who` and `basis` are JSON by language. */
export type DutyRow = { code: string; name: string; rule: string; who: string; basis: string; dropped: number }
export type DutyDoneRow = { duty: string; due_on: string; done_on: string; person: string; note: string }

/** What an agency states for a quarter (`2026-Q4`); `handed_at` is empty until it is handed in. */
export type AgencyStatementRow = {
  quarter: string
  agency: string
  causes: string
  measures: string
  person: string
  saved_at: string
  handed_at: string
  revision: number
}
export type StatementReminderRow = { quarter: string; agency: string; sent_on: string; letters: number }

/** A script's way in for somebody's account. Only the token's hash is kept; `scope` names permissions with commas between, `used_on` is a day. */
export type AccessTokenRow = {
  id: string
  hash: string
  user_id: string
  label: string
  scope: string
  created_on: string
  expires_on: string
  used_on: string
}

/** What an office writes into a report, as JSON; `edition` is empty of everything, else `block:…` or `agency:…`. */
export type ReportTextsRow = { campaign: string; edition: string; texts: string; changed_by: string; changed_at: string }

/** An export prepared in the background. One whose process died no longer renews its hold. */
export type ExportRow = {
  /** Random, and the name of its file. */
  id: string
  campaign: string
  content: string
  format: string
  /** JSON. */
  filter: string
  language: string
  requested_by: string
  requested_at: string
  /** `withdrawn`: a response that it may hold was erased. */
  state: 'waiting' | 'running' | 'done' | 'failed' | 'deleted' | 'expired' | 'withdrawn'
  expected_rows: number
  written_rows: number
  bytes: number
  owner: string
  leased_until: string
  /** When the file goes; empty until it is there. */
  expires_at: string
}

/** A field of services, or a procedure in one (`field` names it). Its code is what `responses.service` holds. */
export type ServiceRow = {
  code: string
  /** Localised JSON. */
  name: string
  /** The name without marks and the number of the procedure, in lower case, for search. */
  name_folded: string
  field: string
  /** Its number in the national list. */
  procedure: string
  valid_from: string | null
  valid_to: string | null
}

/** Who offers a service; no row of a service: everybody. */
export type ServiceAgencyRow = { service: string; agency: string }

/** Dossiers that an agency handled in a month: of a service, or of all where it is empty. */
export type DossierRow = {
  service: string
  month: string
  agency: string
  handled: number
  /** How many of them on time, where that is known. */
  on_time: number | null
  /** 1: nobody gave the whole of the month; it was added up from its services. */
  summed: number
  /** The door that it came by: `page`, `file`, `api` or `command`. */
  source: string
}

/** What one change of a list did to one of its entries, so that it can be undone; JSON, empty where there was nothing. */
export type ListStepRow = {
  batch: string
  place: number
  kind: 'service' | 'dossiers' | 'agency'
  object: string
  before: string
  after: string
}

/** A figure that somebody published before; `value` is 0…1, `node` a code or the words it was published under. */
export type PublishedFigureRow = { place: string; node: string; formula: 'share' | 'level'; year: number; value: number; source: string }

/** A set fielded: months inclusive, days local; `sources` JSON by what is drawn through. */
export type AssessmentRow = {
  code: string
  /** Localised JSON. */
  title: string
  set_id: string
  set_version: number
  from_month: string
  to_month: string
  self_due: string
  look_due: string
  status: AssessmentStatus
  sources: string
  /** One more with each act that changes a figure of it. */
  revision: number
}

/** An agency in an assessment: `frozen` JSON of it as it was when the assessment was opened; `remark` why it was sent back, empty where it was not. */
export type AssessmentAgencyRow = {
  assessment: string
  agency: string
  position: number
  frozen: string
  stage: AssessmentStage
  staged_at: string
  staged_by: string
  remark: string
  /** The last local day on which it was reminded; empty: never. */
  reminded_on: string
}

/** The numbers as they stand; an empty agency is the province. */
export type AssessmentNumberRow = AssessedNumber & { assessment: string }

/** What was done to a number, each with the value and the words it left: entered, verified, asked about or answered. */
export type AssessmentStepRow = {
  assessment: string
  agency: string
  node: string
  step: number
  what: 'self' | 'verified' | 'asked' | 'answered'
  value: number | null
  words: string
  person: string
  at: string
}

/** A file or a link that shows a number; of a link no bytes. */
export type AssessmentEvidenceRow = {
  id: string
  assessment: string
  agency: string
  node: string
  name: string
  type: string
  link: string
  size: number
  bytes: Uint8Array
  person: string
  at: string
}

/** A figure as it was drawn when the assessment was closed, or why there was none. */
export type AssessmentDrawnRow = {
  assessment: string
  agency: string
  node: string
  value: number | null
  low: number | null
  high: number | null
  /** Null where it is no figure of a survey, and in what was closed before they were kept. */
  base: number | null
  persons: number | null
  lacking: string
}

/** How far the scores of an assessment scatter over persons, or how far the counting of that is. */
export type AssessmentIntervalsRow = {
  assessment: string
  state: 'waiting' | 'counting' | 'done' | 'failed'
  /** How often persons were drawn anew so far. */
  drawn: number
  /** The numbers that they were counted about, by a hash. */
  stamp: string
  /** What was found, as JSON; empty until then. */
  found: string
  counted_on: string
  /** Which process counts, and until when the others leave it alone. */
  owner: string
  leased_until: string
}

/** How a sheet of responses with labels is read: by questionnaire and the hash of its head, as JSON. */
export type LabelMappingRow = { questionnaire: string; head: string; mapping: string; saved_by: string; saved_at: string }

/** An index by which the province is judged, as the office has it; names, method and owner localised JSON. */
export type ProvinceIndexRow = {
  code: string
  name: string
  method: string
  owner: string
  unit: 'percent' | 'number'
  maximum: number | null
  top: number | null
  dropped: number
}

/** An index in a year: `source` empty where its value is entered, else what it is drawn from. */
export type IndexYearRow = {
  index_code: string
  year: number
  source: string
  value: number | null
  rank: number | null
  ranked: number | null
  target: number | null
  is_break: number
  reference: string
}

/** What was said about a place of a design; `link` is that by which somebody without an account said it. */
export type DesignCommentRow = {
  questionnaire: string
  seq: number
  version: number
  place: string
  kind: 'said' | 'resolved' | 'reopened'
  words: string
  person: string
  link: string
  at: string
}

/** Who has a design open, and where in it; it goes a minute after the last sign of life. */
export type DesignPresenceRow = { questionnaire: string; person: string; name: string; place: string; seen_at: string }

/** A link by which somebody without an account reads a version; of what opens it the hash alone. */
export type ReviewLinkRow = {
  id: string
  hash: string
  questionnaire: string
  version: number
  label: string
  made_by: string
  made_at: string
  expires_at: string
  revoked_at: string
}
