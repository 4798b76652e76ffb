import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { doerOf, personOf } from '../../access/permission'
import { ownAgencies } from '../../acts/set-asides'
import type { CampaignRecord } from '../../db/campaigns'
import { note } from '../../log/note'
import { type FileLook, importFileLimits, importSettingOf, lookAtFile, takeFile } from '../../recording/import-file'
import type { ImportCount } from '../../recording/import'
import { type ImportSetting, refusalText } from '../../recording/import-lines'
import type { RefusedLine } from '../../recording/import-thread'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { sentForm, valueOf } from '../frame/form'
import { type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, FactList, Region, Shell } from '../frame/shell'
import { ListFile, type ListKind, type RefusedList } from '../lists/file'
import { type KeptFiles, keptFiles } from './kept-files'
import { labelPages, labelsAddress } from './labels'
import { responsesAddress } from './query'

const importAddress = (campaign: string): string => `${responsesAddress(campaign)}/import`

type Over = (c: Context, next: (record: CampaignRecord) => Promise<Response>) => Promise<Response>

/** Responses from a file: shown first, with each line that stays out and why, then taken. For who may also say that they shall not count. */
export function importPages(deps: OfficeDeps, may: MiddlewareHandler, over: Over): Hono {
  const at = '/campaigns/:code/responses/import'
  const [kept, sheets] = [keptFiles(), keptFiles()]
  const opened = (c: Context, next: (record: CampaignRecord) => Promise<Response>): Promise<Response> =>
    over(c, async (record) =>
      record.campaign.status === 'draft' ? noticePage(c, 409, 'importNotOpenTitle', 'importNotOpenText') : next(record),
    )
  const limited = bodyLimit({
    maxSize: importFileLimits.bytes + 65_536,
    onError: (c) => opened(c, async (record) => formPage(c, record, { file: 'too-large' })),
  })
  return new Hono()
    .get(at, may, (c) => opened(c, async (record) => formPage(c, record)))
    .post(at, may, limited, (c) => opened(c, (record) => looked(deps, kept, c, record)))
    .post(`${at}/apply`, may, (c) => opened(c, (record) => taken(deps, kept, c, record)))
    .route(
      '/',
      labelPages(deps, may, opened, sheets, (c, record, bytes) => shown(deps, kept, c, record, bytes)),
    )
}

const kindOf = ({ campaign: { code } }: CampaignRecord): ListKind => ({
  address: importAddress(code),
  home: { href: responsesAddress(code), word: 'responsesTitle' },
  title: 'importResponsesTitle',
  text: 'importResponsesText',
  example: 'importResponsesExample',
  go: 'dossiersImportGo',
  bytes: importFileLimits.bytes,
  otherWay: { href: labelsAddress(code), word: 'labelsLink' },
  columns: (['id', 'agency', 'submitted_at', 'channel', 'touchpoint', 'language', 'items'] as const).map((name) => ({
    name: name === 'items' ? 'A1, A2, …' : name,
    word: `importResponses_${name}`,
    isNeeded: name !== 'touchpoint' && name !== 'language' && name !== 'items',
  })),
})

function formPage(c: Context, record: CampaignRecord, refused: RefusedList = {}): Response {
  const reader = readerOf(c)
  const status = Object.keys(refused).length > 0 ? 422 : 200
  return page(c, {
    reader,
    title: reader.say('importResponsesTitle'),
    status,
    body: <ListFile {...{ reader, refused }} kind={kindOf(record)} />,
  })
}

/** Without the agencies of whoever hands the file in: of these others enter. */
async function settingFor(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<ImportSetting> {
  const own = await ownAgencies(deps.database, (await personOf(deps, c)) ?? {})
  const setting = await importSettingOf(deps, record)
  return { ...setting, agencies: new Map([...setting.agencies].filter(([agency]) => !own.has(agency))) }
}

async function looked(deps: OfficeDeps, kept: KeptFiles, c: Context, record: CampaignRecord): Promise<Response> {
  const bytes = await (await sentForm(c)).file('file')
  if (!bytes) return formPage(c, record, { file: 'no-file' })
  if (bytes.length > importFileLimits.bytes) return formPage(c, record, { file: 'too-large' })
  return shown(deps, kept, c, record, bytes)
}

/** What would become of a file, before any of it is stored. */
async function shown(deps: OfficeDeps, kept: KeptFiles, c: Context, record: CampaignRecord, bytes: Uint8Array): Promise<Response> {
  const reading = await lookAtFile(deps, await settingFor(deps, c, record), bytes, localDay(deps.now()))
  if (!reading.ok) return formPage(c, record, { table: reading.problem })
  const reader = readerOf(c)
  return page(c, {
    reader,
    title: reader.say('importPreview'),
    body: <Preview {...{ reader, record }} look={reading.look} mark={kept.keep(bytes)} />,
  })
}

async function taken(deps: OfficeDeps, kept: KeptFiles, c: Context, record: CampaignRecord): Promise<Response> {
  const mark = valueOf((await sentForm(c)).values, 'file')
  const bytes = kept.find(mark)
  if (!bytes) return noticePage(c, 409, 'importGoneTitle', 'importGoneText')
  const reading = await takeFile(deps, await settingFor(deps, c, record), bytes, localDay(deps.now()))
  if (!reading.ok) return formPage(c, record, { table: reading.problem })
  const { count, refused } = reading
  const person = await personOf(deps, c)
  if (person)
    await note(deps, doerOf(person), 'responses.import', record.campaign.code, {
      responses: count.recorded,
      refused: count.refused,
      hash: mark,
    })
  const reader = readerOf(c)
  return page(c, { reader, title: reader.say('importDoneTitle'), body: <Done {...{ reader, record, count, refused }} /> })
}

type Props = { readonly reader: Reader; readonly record: CampaignRecord }

function Preview({
  reader,
  reader: { say, numbers, language },
  record,
  look,
  mark,
}: Props & { readonly look: FileLook; readonly mark: string }) {
  const { code, title } = record.campaign
  const fresh = look.ready - look.already
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={importAddress(code)}>{say('importResponsesTitle')}</a>
      </p>
      <h1>{say('importPreview')}</h1>
      <p class="sub">{localised(title, language)}</p>
      <section class="card form">
        <FactList
          look="facts"
          facts={[
            { name: say('importReady'), value: numbers.count(fresh) },
            { name: say('importAlready'), value: numbers.count(look.already) },
            { name: say('importStaysOut'), value: numbers.count(look.out) },
          ]}
        />
        <p>{say(fresh === 0 ? 'importNothingNew' : 'importResponsesMeans')}</p>
        <form class="acts" method="post" action={`${importAddress(code)}/apply`}>
          <input type="hidden" name="file" value={mark} />
          {fresh > 0 && <button type="submit">{say('importResponsesGo', { n: numbers.count(fresh) })}</button>}
          <a href={importAddress(code)}>{say('importOther')}</a>
        </form>
      </section>
      <Refused {...{ reader }} refused={look.refused} out={look.out} />
    </Shell>
  )
}

const Done = ({
  reader,
  reader: { say, numbers },
  record,
  count,
  refused,
}: Props & { readonly count: ImportCount; readonly refused: readonly RefusedLine[] }) => (
  <Shell reader={reader}>
    <p class="back">
      <a href={responsesAddress(record.campaign.code)}>{say('responsesTitle')}</a>
    </p>
    <h1>{say('importDoneTitle')}</h1>
    <section class="card form">
      <p role="status">
        {say('importDone', {
          n: numbers.count(count.recorded),
          already: numbers.count(count.already),
          refused: numbers.count(count.refused),
        })}
      </p>
      <p class="note">{say('importUndo')}</p>
      <p class="acts">
        <a class="button" href={responsesAddress(record.campaign.code)}>
          {say('responsesTitle')}
        </a>
      </p>
    </section>
    <Refused {...{ reader, refused }} out={count.refused} />
  </Shell>
)

type RefusedProps = Pick<Props, 'reader'> & {
  readonly refused: readonly RefusedLine[]
  /** How many they are in all. */ readonly out: number
}

/** The first lines that stay out, with every reason and where it stands. */
const Refused = ({ reader: { say, numbers, language }, refused, out }: RefusedProps) =>
  out === 0 ? null : (
    <section class="card">
      <h2 id="refused">{say('importRefusedLines', { n: numbers.count(out) })}</h2>
      <Region label={say('importRefusedLines', { n: numbers.count(out) })}>
        <table class="list folds lines">
          <ColumnHeads
            columns={[{ title: say('importLine'), look: 'r' }, { title: say('importColumn') }, { title: say('importReason') }]}
          />
          <tbody>
            {refused.flatMap(({ line, refusals }) =>
              refusals.map((refusal, place) => (
                <tr key={`${line} ${place}`}>
                  <td class="r" data-label={say('importLine')}>
                    {numbers.count(line)}
                  </td>
                  <td data-label={say('importColumn')}>{refusal.column !== '' && <code>{refusal.column}</code>}</td>
                  <td>{refusalText(language, refusal)}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </Region>
      {out > refused.length && <p class="note">{say('importMore', { n: numbers.count(out - refused.length) })}</p>}
    </section>
  )
