import type { FileProblem } from '../../client/text/imports'
import { mostSetAside } from '../../surveys/fielding/set-aside'
import { type CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { storedAmong } from '../db/paper'
import type { QuestionnaireSource } from '../db/questionnaires'
import { listTouchpoints } from '../db/touchpoints'
import type { FileRow } from '../files/reading/row'
import { readHeader } from '../files/reading/table'
import { readRowsAside } from '../files/reading/thread'
import { type ImportCount, importResponses } from './import'
import { importColumns, type ImportSetting, type LineRefusal } from './import-lines'
import { type CheckedLine, type ImportWindow, importWindows, type RefusedLine } from './import-thread'
import { withWriter } from './writer'

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** What the lines of a file are checked against: the campaign as it is now. */
export async function importSettingOf(
  { database, questionnaires }: Deps,
  { campaign, breakdowns, measured }: CampaignRecord,
): Promise<ImportSetting> {
  const { questionnaire } = await questionnaires.get(campaign.questionnaire, campaign.version)
  const touchpoints = await listTouchpoints(database, campaign.code)
  return {
    campaign,
    breakdowns,
    questionnaire,
    agencies: new Map(measured.map(({ agency }) => [agency.code, { validFrom: agency.validFrom, validTo: agency.validTo }])),
    touchpoints: new Map(touchpoints.map(({ code, kind, agencies }) => [code, { kind, agencies: new Set(agencies) }])),
  }
}

/** What a file that is handed in on a page may hold; a longer one is for the command line. */
export const importFileLimits = { bytes: 10 * 1_048_576, unpacked: 64 * 1_048_576, rows: mostSetAside, columns: 1_000 } as const

/** What would become of a file. */
export type FileLook = {
  readonly ready: number
  /** Of those, how many are stored already with their id. */
  readonly already: number
  /** How many stay out, and why of the first of them. */
  readonly out: number
  readonly refused: readonly RefusedLine[]
}

/** Lines of which it is kept why they stay out: more nobody puts right at a sitting, and each may have a reason in every column. */
export const mostLinesTold = 200

export type FileLooked = { readonly ok: true; readonly look: FileLook } | { readonly ok: false; readonly problem: FileProblem }

/** Checks every line of a file and stores none. */
export async function lookAtFile(deps: Deps, setting: ImportSetting, bytes: Uint8Array, today: string): Promise<FileLooked> {
  const opened = await windowsOf(setting, bytes, today)
  if (!opened.ok) return opened
  const refused: RefusedLine[] = []
  let [ready, already, out] = [0, 0, 0]
  for await (const window of opened.windows) {
    out += window.refused.length
    refused.push(...window.refused.slice(0, mostLinesTold - refused.length))
    for (const portion of window.portions) {
      const lines: readonly CheckedLine[] = JSON.parse(portion)
      ready += lines.length
      for (let first = 0; first < lines.length; first += idsAtOnce)
        already += (
          await storedAmong(
            deps.database,
            setting.campaign.code,
            lines.slice(first, first + idsAtOnce).map(({ row }) => row.id),
          )
        ).size
    }
  }
  return { ok: true, look: { ready, already, out, refused } }
}

/** Ids in one statement. */
const idsAtOnce = 500

export type FileTaken =
  | { readonly ok: true; readonly count: ImportCount; readonly refused: readonly RefusedLine[] }
  | { readonly ok: false; readonly problem: FileProblem }

/** Stores the good lines of a file; a line that was stored before is the same response. */
export async function takeFile({ database }: Deps, setting: ImportSetting, bytes: Uint8Array, today: string): Promise<FileTaken> {
  const opened = await windowsOf(setting, bytes, today)
  if (!opened.ok) return opened
  const refusals = new Map<number, LineRefusal[]>()
  const { questionnaire, breakdowns } = setting
  const count = await withWriter(database, (writer) =>
    importResponses(
      {
        database,
        writer,
        questionnaire,
        breakdowns,
        onRefused: (line, refusal) => {
          if (refusals.size < mostLinesTold || refusals.has(line)) refusals.set(line, [...(refusals.get(line) ?? []), refusal])
        },
        onProgress: () => undefined,
      },
      opened.windows,
    ),
  )
  return { ok: true, count, refused: [...refusals].map(([line, some]) => ({ line, refusals: some })) }
}

type Opened = { readonly ok: true; readonly windows: AsyncIterable<ImportWindow> } | { readonly ok: false; readonly problem: FileProblem }

async function windowsOf(setting: ImportSetting, bytes: Uint8Array, today: string): Promise<Opened> {
  const reading = await readRowsAside(bytes, importFileLimits)
  if (!reading.ok) return reading
  const header = readHeader(importColumns(setting.questionnaire), reading.rows.slice(0, rowsAboveHeader))
  if (!header.ok) return header
  const table = { header: header.header, kind: reading.kind }
  return { ok: true, windows: importWindows(setting, table, today, inPages(reading.rows.slice(header.below))) }
}

const rowsAboveHeader = 10
const rowsInPage = 200

/** Some rows at a time; whoever else waits is answered between. */
async function* inPages(rows: readonly FileRow[]): AsyncGenerator<readonly FileRow[]> {
  for (let first = 0; first < rows.length; first += rowsInPage) {
    yield rows.slice(first, first + rowsInPage)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
