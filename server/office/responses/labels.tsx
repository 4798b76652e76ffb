import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { fileProblemText, type FileProblem } from '../../../client/text/imports'
import { sizeText } from '../../../client/text/numbers'
import {
  asOther,
  carriedMapping,
  type CarriedMapping,
  dayOrders,
  type ColumnDoubt,
  type Doubts,
  type WordDoubt,
  type LabelMapping,
  type LabelledAgency,
  mostWords,
  ownColumns,
} from '../../../surveys/exchange/labelled'
import { channels, isChannel } from '../../../surveys/fielding/campaign'
import type { Item } from '../../../surveys/instrument/item'
import { askedText, localised } from '../../../surveys/instrument/language'
import { items } from '../../../surveys/instrument/questionnaire'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { ownValue } from '../../../surveys/instrument/spelling'
import { keepLabelMapping } from '../../acts/label-mappings'
import type { CampaignRecord } from '../../db/campaigns'
import { keptMappings } from '../../db/label-mappings'
import type { LabelledLook } from '../../files/reading/labelled'
import { importFileLimits } from '../../recording/import-file'
import { importFileOf, lookAtLabelled, readLabelled } from '../../recording/labelled'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { type FileRule, type FormValues, sentForm, valueOf, formProblemText, TableFile } from '../frame/form'
import { someThings } from '../frame/names'
import { channelName, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Region, Shell } from '../frame/shell'
import type { KeptFiles } from './kept-files'
import { responsesAddress } from './query'

/** Where a sheet in words is handed in. */
export const labelsAddress = (campaign: string): string => `${responsesAddress(campaign)}/labels`

type Over = (c: Context, next: (record: CampaignRecord) => Promise<Response>) => Promise<Response>

/** Shows a file that an import of ours reads, as any file of responses is shown. */
export type ShowImport = (c: Context, record: CampaignRecord, bytes: Uint8Array) => Promise<Response>

/** Responses from a sheet with questions for heads and labels in its cells: mapped on screen, then shown and taken as any file. */
export function labelPages(deps: OfficeDeps, may: MiddlewareHandler, over: Over, kept: KeptFiles, show: ShowImport): Hono {
  const at = '/campaigns/:code/responses/labels'
  const limited = bodyLimit({
    maxSize: importFileLimits.bytes + 1_048_576,
    onError: (c) => over(c, async (record) => uploadPage(c, record, { file: 'too-large' })),
  })
  return new Hono()
    .get(at, may, (c) => over(c, async (record) => uploadPage(c, record)))
    .post(at, may, limited, (c) => over(c, (record) => loaded(deps, kept, c, record)))
    .post(`${at}/apply`, may, limited, (c) => over(c, (record) => mapped(deps, kept, show, c, record)))
}

type Refused = { readonly file?: FileRule; readonly table?: FileProblem }

function uploadPage(c: Context, record: CampaignRecord, refused: Refused = {}): Response {
  const reader = readerOf(c)
  return page(c, {
    reader,
    title: reader.say('labelsTitle'),
    status: Object.keys(refused).length > 0 ? 422 : 200,
    body: <Upload {...{ reader, record, refused }} />,
  })
}

async function loaded(deps: OfficeDeps, kept: KeptFiles, c: Context, record: CampaignRecord): Promise<Response> {
  const bytes = await (await sentForm(c)).file('file')
  if (!bytes) return uploadPage(c, record, { file: 'no-file' })
  if (bytes.length > importFileLimits.bytes) return uploadPage(c, record, { file: 'too-large' })
  const setting = await settingOf(deps, record)
  const read = await lookAtLabelled(bytes, setting)
  if (!read.ok) return uploadPage(c, record, { table: read.problem })
  const { look } = read
  const carried = carriedMapping(await keptMappings(deps.database, record.campaign.questionnaire, look.heads), look.heads)
  if (!carried) return mappingPage(c, record, { ...setting, look, mapping: look.mapping, mark: kept.keep(bytes) })
  const columns = stillMeant(setting, carried, look.mapping)
  const again = await lookAtLabelled(bytes, { ...setting, columns })
  if (!again.ok) return uploadPage(c, record, { table: again.problem })
  const mapping = withKeptWords(setting, carried.mapping, again.look.mapping)
  const shown = { ...again.look, doubts: newDoubts(carried, mapping, again.look.doubts) }
  return mappingPage(c, record, { ...setting, look: shown, mapping, mark: kept.keep(bytes), carried })
}

/** What columns meant before, as far as that still says something here: one whose question is gone, or that was not there, means what can be guessed. */
function stillMeant({ questionnaire }: Setting, { mapping, added }: CarriedMapping, guessed: LabelMapping): readonly string[] {
  const isKnown = knownColumns(questionnaire)
  const stays = mapping.columns.map((meant, at) => !added.includes(at) && (meant === '' || isKnown.has(meant)))
  return mapping.columns.map((meant, at) => {
    const other = guessed.columns[at] ?? ''
    return stays[at] ? meant : mapping.columns.some((one, place) => stays[place] && one === other) ? '' : other
  })
}

/**
 * What words meant before, where their column still means the same and their option or agency is still there; a word that was never seen before means what can be
 * guessed. A select that lacks what it is to show would say a blank, and answers would be lost unseen.
 */
function withKeptWords({ questionnaire, agencies }: Setting, kept: LabelMapping, now: LabelMapping): LabelMapping {
  const words = now.columns.flatMap((meant, at): readonly (readonly [string, Readonly<Record<string, string>>])[] => {
    if (!hasWords(questionnaire, meant)) return []
    const possible = new Set(['', ...meaningsOf(questionnaire, agencies, meant, '', '').map(({ value }) => value)])
    const before = kept.columns[at] === meant ? Object.entries(kept.words[String(at)] ?? {}) : []
    return [[String(at), { ...now.words[String(at)], ...Object.fromEntries(before.filter(([, code]) => possible.has(code))) }]]
  })
  const agency = agencies.some(({ code }) => code === kept.agency) ? kept.agency : now.agency
  return { ...kept, columns: now.columns, words: Object.fromEntries(words), agency }
}

/** What is to be looked at beside what somebody looked at before: columns that were not read so, and words that were not there. */
function newDoubts({ mapping: kept, added }: CarriedMapping, { columns }: LabelMapping, doubts: Doubts): Doubts {
  const isKept = (at: number): boolean => !added.includes(at) && kept.columns[at] === columns[at]
  return {
    columns: doubts.columns.map((doubt, at) => (isKept(at) && doubt !== 'contact_within' ? null : doubt)),
    words: Object.fromEntries(
      Object.entries(doubts.words).map(([at, words]) => {
        const before = isKept(Number(at)) ? kept.words[at] : undefined
        return [at, Object.fromEntries(Object.entries(words).filter(([word]) => ownValue(before ?? {}, word) === undefined))]
      }),
    ),
  }
}

/** What is to be looked at as it is shown: a guess that was changed is none any more. */
function standing({ look: { mapping: guessed, doubts, words }, mapping }: Pick<MappingShown, 'look' | 'mapping'>): Doubts {
  const wordsLeft = (at: number) =>
    (words[at] ?? []).flatMap((word) => {
      const doubt = ownValue(doubts.words[String(at)] ?? {}, word)
      const [shown, guess] = [mapping, guessed].map((one) => ownValue(one.words[String(at)] ?? {}, word))
      return doubt && shown === guess ? [[word, doubt] as const] : []
    })
  return {
    columns: mapping.columns.map((meant, at) => (meant === guessed.columns[at] ? (doubts.columns[at] ?? null) : null)),
    words: Object.fromEntries(mapping.columns.map((_, at) => [String(at), Object.fromEntries(wordsLeft(at))])),
  }
}

const knownColumns = (questionnaire: Questionnaire): ReadonlySet<string> =>
  new Set([...ownColumns, ...items(questionnaire).map(({ id }) => id)])

async function mapped(deps: OfficeDeps, kept: KeptFiles, show: ShowImport, c: Context, record: CampaignRecord): Promise<Response> {
  const { values } = await sentForm(c)
  const mark = valueOf(values, 'file')
  const bytes = kept.find(mark)
  if (!bytes) return noticePage(c, 409, 'importGoneTitle', 'importGoneText')
  const setting = await settingOf(deps, record)
  const columns = sentColumns(setting, values)
  const read = await lookAtLabelled(bytes, { ...setting, columns })
  if (!read.ok) return uploadPage(c, record, { table: read.problem })
  const { look } = read
  const { mapping, isSettled } = sentMapping(setting, look, values)
  const problem = problemOf(mapping)
  if (!isSettled || problem) return mappingPage(c, record, { ...setting, look, mapping, mark, ...(problem && { problem }) })
  const whole = await readLabelled(bytes)
  if (!whole.ok) return uploadPage(c, record, { table: whole.problem })
  const { campaign } = record
  const before = carriedMapping(await keptMappings(deps.database, campaign.questionnaire, look.heads), look.heads)
  const keeps = before ? withWordsOf(before.mapping, mapping) : mapping
  return acting(deps, c, keepLabelMapping, { questionnaire: campaign.questionnaire, heads: look.heads, mapping: keeps }, async () =>
    show(c, record, await importFileOf(deps.database, campaign.code, setting.questionnaire, mapping, whole.sheet)),
  )
}

/** What is kept: words of earlier sheets that are not in this one keep what they meant in the same column. */
const withWordsOf = (before: LabelMapping, now: LabelMapping): LabelMapping => ({
  ...now,
  words: Object.fromEntries(
    Object.entries(now.words).map(([at, words]) => [
      at,
      before.columns[Number(at)] === now.columns[Number(at)] ? { ...before.words[at], ...words } : words,
    ]),
  ),
})

type Setting = { readonly questionnaire: Questionnaire; readonly agencies: readonly LabelledAgency[] }

async function settingOf({ questionnaires }: OfficeDeps, { campaign, measured }: CampaignRecord): Promise<Setting> {
  const { questionnaire } = await questionnaires.get(campaign.questionnaire, campaign.version)
  return { questionnaire, agencies: measured.map(({ agency: { code, name } }) => ({ code, names: Object.values(name) })) }
}

type MappingProblem = 'labelsNoDay' | 'labelsNoAgency' | 'labelsTwice' | 'labelsNothing'

/** What keeps a mapping from being used for any row. */
function problemOf({ columns, agency }: LabelMapping): MappingProblem | undefined {
  const used = columns.filter((meant) => meant !== '')
  if (new Set(used).size < used.length) return 'labelsTwice'
  if (!columns.includes('@day')) return 'labelsNoDay'
  if (agency === '' && !columns.includes('@agency')) return 'labelsNoAgency'
  return used.some((meant) => !meant.startsWith('@')) ? undefined : 'labelsNothing'
}

/** What columns were said to mean on the page, as many as it showed. */
function sentColumns({ questionnaire }: Setting, values: FormValues): readonly string[] {
  const known = knownColumns(questionnaire)
  const columns: string[] = []
  for (let at = 0; values[`c.${at}`] !== undefined; at += 1) {
    const meant = valueOf(values, `c.${at}`)
    columns.push(known.has(meant) ? meant : '')
  }
  return columns
}

/** What was chosen on the page; a column that means another item now asks first what its words mean. */
function sentMapping(
  { questionnaire, agencies }: Setting,
  { mapping: guessed, words: said }: LabelledLook,
  values: FormValues,
): { readonly mapping: LabelMapping; readonly isSettled: boolean } {
  const { columns } = guessed
  const isSame = (at: number): boolean => valueOf(values, `was.${at}`) === columns[at]
  const isSettled = columns.every((meant, at) => !hasWords(questionnaire, meant) || isSame(at))
  const words = columns.flatMap((_, at) => {
    const shown = said[at] ?? []
    if (shown.length === 0) return []
    const meaning = shown.map(
      (word, place) => [word, isSame(at) ? valueOf(values, `w.${at}.${place}`) : (guessed.words[String(at)]?.[word] ?? '')] as const,
    )
    return [[String(at), Object.fromEntries(meaning)] as const]
  })
  const [channel, order] = [valueOf(values, 'channel'), valueOf(values, 'order')]
  const agency = valueOf(values, 'agency')
  return {
    mapping: {
      columns,
      words: Object.fromEntries(words),
      dayOrder: dayOrders.find((one) => one === order) ?? 'dmy',
      agency: agencies.some(({ code }) => code === agency) ? agency : '',
      channel: isChannel(channel) ? channel : 'link',
    },
    isSettled,
  }
}

const itemNamed = (questionnaire: Questionnaire, id: string): Item | undefined => items(questionnaire).find((item) => item.id === id)

const hasWords = (questionnaire: Questionnaire, meant: string): boolean =>
  meant === '@agency' || itemNamed(questionnaire, meant)?.scale !== undefined

type MappingShown = Setting & {
  readonly look: LabelledLook
  readonly mapping: LabelMapping
  readonly mark: string
  /** It comes from an earlier file with most of these heads. */
  readonly carried?: CarriedMapping
  readonly problem?: MappingProblem
}

function mappingPage(c: Context, record: CampaignRecord, shown: MappingShown): Response {
  const reader = readerOf(c)
  return page(c, {
    reader,
    title: reader.say('labelsMap'),
    status: shown.problem ? 422 : 200,
    body: <Mapping {...{ reader, record, shown }} />,
  })
}

type Props = { readonly reader: Reader; readonly record: CampaignRecord }

function Upload({ reader, record, refused: { file, table } }: Props & { readonly refused: Refused }) {
  const { say } = reader
  const { code, title } = record.campaign
  const size = sizeText(importFileLimits.bytes)
  const fault = file && formProblemText(reader, { field: 'file', code: file, allowed: size })
  const label = say('labelsFile', { size })
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={responsesAddress(code)}>{say('responsesTitle')}</a>
      </p>
      <h1>{say('labelsTitle')}</h1>
      <p class="sub">{localised(title, reader.language)}</p>
      {table && (
        <p class="wrong" role="alert">
          {fileProblemText(reader.language, table)}
        </p>
      )}
      <form class="card form" method="post" action={labelsAddress(code)} enctype="multipart/form-data">
        <p>{say('labelsText')}</p>
        <TableFile {...{ label, fault }} />
        <p class="acts">
          <button type="submit">{say('labelsGo')}</button>
          <a href={responsesAddress(code)}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}

function Mapping({ reader, reader: { say, numbers, language }, record, shown }: Props & { readonly shown: MappingShown }) {
  const { look, mapping, mark, carried, problem, questionnaire, agencies } = shown
  const { code } = record.campaign
  const targets = targetsOf(reader, questionnaire)
  const doubts = standing(shown)
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={labelsAddress(code)}>{say('labelsTitle')}</a>
      </p>
      <h1>{say('labelsMap')}</h1>
      <p class="sub">{say(carried ? 'labelsKept' : 'labelsGuessed', { n: numbers.count(look.lines) })}</p>
      <Doubted {...{ reader, doubts }} />
      {carried && <Changed {...{ reader, carried, heads: look.heads }} />}
      {problem && (
        <p class="wrong" role="alert">
          {say(problem)}
        </p>
      )}
      <form method="post" action={`${labelsAddress(code)}/apply`} enctype="multipart/form-data">
        <input type="hidden" name="file" value={mark} />
        <section class="card form">
          <h2>{say('labelsEveryRow')}</h2>
          <Choice
            name="agency"
            label={say('labelsAgency')}
            value={mapping.agency}
            items={[
              { value: '', text: say('labelsByColumn') },
              ...agencies.map(({ code: agency, names }) => ({ value: agency, text: `${names[0] ?? agency} (${agency})` })),
            ]}
          />
          <Choice
            name="channel"
            label={say('labelsChannel')}
            value={mapping.channel}
            items={channels.map((channel) => ({ value: channel, text: channelName(reader, channel) }))}
          />
          <Choice
            name="order"
            label={say('labelsOrder')}
            value={mapping.dayOrder}
            items={dayOrders.map((order) => ({ value: order, text: say(`labelsOrder_${order}`) }))}
          />
        </section>
        <section class="card">
          <h2>{say('labelsColumns')}</h2>
          <Region label={say('labelsColumns')}>
            <table class="list folds">
              <ColumnHeads columns={[{ title: say('labelsHead') }, { title: say('labelsSample') }, { title: say('labelsMeans') }]} />
              <tbody>
                {look.heads.map((head, at) => (
                  <tr key={at}>
                    <th scope="row" id={`head-${at}`}>
                      {cut(head, longestHead) || say('labelsNoHead', { n: String(at + 1) })}
                    </th>
                    <td data-label={say('labelsSample')}>{(look.samples[at] ?? []).map((word) => cut(word)).join(' · ')}</td>
                    <td data-label={say('labelsMeans')}>
                      <input type="hidden" name={`was.${at}`} value={mapping.columns[at] ?? ''} />
                      <Chosen
                        name={`c.${at}`}
                        labelledBy={`head-${at}`}
                        value={mapping.columns[at] ?? ''}
                        items={targets}
                        isList={look.heads.length * targets.length > mostOptions}
                        doubt={doubtText(reader, doubts.columns[at])}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Region>
          {look.heads.length * targets.length > mostOptions && (
            <datalist id="targets">
              {targets.map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </datalist>
          )}
        </section>
        {mapping.columns.map((meant, at) => (
          <Meanings key={at} {...{ reader, shown, meant, at, language }} doubts={doubts.words[String(at)] ?? {}} />
        ))}
        <p class="acts">
          <button type="submit">{say('labelsApply')}</button>
          <a href={labelsAddress(code)}>{say('importOther')}</a>
        </p>
      </form>
    </Shell>
  )
}

/** How much on the page is to be looked at again. */
function Doubted({ reader: { say, numbers }, doubts }: { readonly reader: Reader; readonly doubts: Doubts }) {
  const words = Object.values(doubts.words).flatMap((one) => Object.values(one))
  const count = (all: readonly (ColumnDoubt | WordDoubt | null)[], which: WordDoubt): number => all.filter((one) => one === which).length
  const [columnsNear, wordsNear] = [count(doubts.columns, 'near'), count(words, 'near')]
  const several = count(doubts.columns, 'several') + count(words, 'several')
  const none = count(words, 'none')
  if (columnsNear + wordsNear + several + none === 0) return null
  const said = [
    ...(columnsNear > 0 ? [say('labelsColumnsNear', { n: numbers.count(columnsNear) })] : []),
    ...(wordsNear > 0 ? [say('labelsWordsNear', { n: numbers.count(wordsNear) })] : []),
  ]
  return (
    <section class="card doubted">
      {said.length > 0 && <p>{say('labelsOnlyNear', { what: said.join(` ${say('labelsAnd')} `) })}</p>}
      {several > 0 && <p>{say('labelsSeveral', { n: numbers.count(several) })}</p>}
      {none > 0 && <p>{say('labelsNone', { n: numbers.count(none) })}</p>}
    </section>
  )
}

const doubtText = ({ say }: Reader, doubt: ColumnDoubt | WordDoubt | null | undefined): string | undefined => {
  if (!doubt) return undefined
  return say(`labelsDoubt_${doubt}`)
}

/** Columns that are named; all of them stand in the table below. */
const mostHeads = 20

/** How the head differs from that of the file before. */
function Changed({
  reader,
  reader: { say },
  carried: { added, gone, isMoved },
  heads,
}: {
  readonly reader: Reader
  readonly carried: CarriedMapping
  readonly heads: readonly string[]
}) {
  const named = (all: readonly string[]): string =>
    someThings(
      reader,
      all.map((head) => `“${cut(head)}”`),
      mostHeads,
    )
  const said = [
    ...(isMoved ? [say('labelsMoved')] : []),
    ...(added.length > 0
      ? [say('labelsAdded', { heads: named(added.map((at) => heads[at] || say('labelsNoHead', { n: String(at + 1) }))) })]
      : []),
    ...(gone.length > 0 ? [say('labelsGone', { heads: named(gone) })] : []),
  ]
  if (said.length === 0) return null
  return (
    <section class="card">
      <ul>
        {said.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </section>
  )
}

/** Options on one page at most; beyond them a field with suggestions stands for each list. */
const mostOptions = 6_000

const cut = (text: string, letters = 40): string => (text.length > letters ? `${text.slice(0, letters)}…` : text)

/** Letters of a head that are shown. */
const longestHead = 200

type Option = { readonly value: string; readonly text: string }

const ownWords = {
  '@day': 'labelsOwn_day',
  '@agency': 'labelsOwn_agency',
  '@channel': 'labelsOwn_channel',
  '@touchpoint': 'labelsOwn_touchpoint',
  '@language': 'labelsOwn_language',
} as const

const targetsOf = ({ say, language }: Reader, questionnaire: Questionnaire): readonly Option[] => [
  { value: '', text: say('labelsLeave') },
  ...ownColumns.map((own) => ({ value: own, text: say(ownWords[own]) })),
  ...items(questionnaire).map(({ id, text }) => ({ value: id, text: `${id}: ${cut(askedText(text, language, questionnaire.languages))}` })),
]

type ChoiceProps = { readonly name: string; readonly label: string; readonly value: string; readonly items: readonly Option[] }

const Choice = ({ name, label, value, items: choices }: ChoiceProps) => (
  <div class="field">
    <label for={name}>{label}</label>
    <select id={name} name={name}>
      {choices.map((one) => (
        <option key={one.value} value={one.value} selected={one.value === value}>
          {one.text}
        </option>
      ))}
    </select>
  </div>
)

type ChosenProps = {
  readonly name: string
  readonly labelledBy: string
  readonly value: string
  readonly items: readonly Option[]
  readonly isList?: boolean
  /** Why it is to be looked at. */
  readonly doubt: string | undefined
}

function Chosen({ name, labelledBy, value, items: choices, isList = false, doubt }: ChosenProps) {
  const named = { name, 'aria-labelledby': labelledBy, 'aria-describedby': doubt === undefined ? undefined : `doubt-${name}` }
  return (
    <>
      {isList ? (
        <input {...named} value={value} list="targets" autocomplete="off" spellcheck={false} />
      ) : (
        <select {...named}>
          {choices.map((one) => (
            <option key={one.value} value={one.value} selected={one.value === value}>
              {one.text}
            </option>
          ))}
        </select>
      )}
      {doubt !== undefined && (
        <small class="doubt" id={`doubt-${name}`}>
          {doubt}
        </small>
      )}
    </>
  )
}

type MeaningsProps = {
  readonly reader: Reader
  readonly shown: MappingShown
  readonly meant: string
  readonly at: number
  readonly language: string
  readonly doubts: Readonly<Record<string, WordDoubt>>
}

/** What each word of a column means, where it answers a question with options or names agencies. */
function Meanings({ reader, shown: { look, mapping, questionnaire, agencies }, meant, at, language, doubts }: MeaningsProps) {
  const { say } = reader
  const words = look.words[at] ?? []
  if (words.length === 0) return null
  const options = meaningsOf(questionnaire, agencies, meant, language, say('labelsOther'))
  const target = targetsOf(reader, questionnaire).find(({ value }) => value === meant)?.text ?? meant
  const title = say('labelsWordsOf', { column: cut(look.heads[at] ?? '', longestHead) })
  return (
    <section class="card">
      <h2>{title}</h2>
      <p class="note">{say('labelsAnswers', { what: target })}</p>
      <Region label={title}>
        <table class="list folds">
          <ColumnHeads columns={[{ title: say('labelsWord') }, { title: say('labelsMeans') }]} />
          <tbody>
            {words.map((word, place) => (
              <tr key={place}>
                <th scope="row" id={`word-${at}-${place}`}>
                  {word}
                </th>
                <td data-label={say('labelsMeans')}>
                  <Chosen
                    name={`w.${at}.${place}`}
                    labelledBy={`word-${at}-${place}`}
                    value={mapping.words[String(at)]?.[word] ?? ''}
                    items={[{ value: '', text: say('labelsBlank') }, ...options]}
                    doubt={doubtText(reader, ownValue(doubts, word))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
      {words.length === mostWords && (
        <p class="note">
          {say(options.some(({ value }) => value === asOther) ? 'labelsMoreOther' : 'labelsMore', { n: String(mostWords) })}
        </p>
      )}
    </section>
  )
}

function meaningsOf(
  questionnaire: Questionnaire,
  agencies: readonly LabelledAgency[],
  meant: string,
  language: string,
  other: string,
): readonly Option[] {
  if (meant === '@agency') return agencies.map(({ code, names }) => ({ value: code, text: `${names[0] ?? code} (${code})` }))
  const options = itemNamed(questionnaire, meant)?.scale?.options ?? []
  const named = options.map(({ code, label }) => ({
    value: code,
    text: `${localised(label, language, questionnaire.languages)} (${code})`,
  }))
  return options.some(({ kind }) => kind === 'other') ? [...named, { value: asOther, text: other }] : named
}
