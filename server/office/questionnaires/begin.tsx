import type { Language } from '../../../client/text/languages'
import { problemText } from '../../../client/text/definition'
import { foreignProblemText } from '../../../client/text/exchange'
import { officeWords } from '../../../client/text/office'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { sizeText } from '../../../client/text/numbers'
import { blankQuestionnaire, blankSet, clone } from '../../../surveys/designing/blank'
import { codeProblems, longestName, nameProblems } from '../../../surveys/fielding/drafts'
import { isSurveyJs } from '../../../surveys/exchange/surveyjs'
import { readDraft } from '../../../surveys/instrument/definition'
import { folded } from '../../../surveys/instrument/folding'
import { localised } from '../../../surveys/instrument/language'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { beginNextVersion, beginQuestionnaire } from '../../acts/questionnaires'
import { listCatalogue } from '../../catalogue'
import { listQuestionnaires } from '../../db/questionnaires'
import { questionnaireFileLimits, readQuestionnaire, type Media } from '../../files/bundle'
import type { ForeignRead } from '../../files/foreign/reading'
import { isForeignFile } from '../../files/foreign/recognise'
import { readForeignAside } from '../../files/reading/thread'
import { acting, Once } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import {
  ChoiceField,
  Field,
  type Filled,
  type FormProblem,
  FormProblems,
  Hint,
  marks,
  prefilled,
  readBytes,
  type Sent,
  sentForm,
  valueOf,
  Wrong,
} from '../frame/form'
import { type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { foreignBegun, foreignPage, foreignReport } from './foreign'
import { designAddress } from './version'

/** Beginning a design: from nothing, from a published version, or from a file. */
export function beginPages(deps: OfficeDeps, allowed: MiddlewareHandler): Hono {
  const limited = bodyLimit({
    // Beyond the largest file, so that one that is somewhat too large gets a kind answer.
    maxSize: questionnaireFileLimits.bundle + readBytes,
    onError: (c) =>
      formPage(deps, c, {
        values: {},
        problems: [{ field: 'file', code: 'too-large', allowed: sizeText(questionnaireFileLimits.bundle) }],
      }),
  })
  return new Hono()
    .get('/new/design', allowed, (c) =>
      formPage(
        deps,
        c,
        prefilled({ origin: c.req.query('from') === undefined ? 'blank' : 'copy', from: c.req.query('from') ?? '', id: '', title: '' }),
      ),
    )
    .post('/new/design', allowed, limited, (c) => begun(deps, c))
    .get('/new/import', allowed, (c) => c.redirect('/admin/new/design', 303))
    .post('/new/import', allowed, limited, (c) => foreignBegun(deps, c))
    .post('/new/import/report', allowed, limited, (c) => foreignReport(c))
    .post('/questionnaires/:id/:version/next', allowed, (c) => nextBegun(deps, c))
}

async function formPage({ database }: OfficeDeps, c: Context, filled: Filled): Promise<Response> {
  const reader = readerOf(c)
  const sources = await sourcesIn(database)
  return page(c, {
    reader,
    title: reader.say('designNew'),
    status: filled.problems.length > 0 ? 422 : 200,
    body: <BeginForm {...{ reader, filled, sources }} />,
  })
}

/** What a new one can begin as: every published version, and what the catalogue holds besides. */
async function sourcesIn(database: OfficeDeps['database']): Promise<readonly Questionnaire[]> {
  const published = (await listQuestionnaires(database)).map(({ questionnaire }) => questionnaire)
  const offered = (await listCatalogue()).filter(({ id }) => published.every((one) => one.id !== id))
  return [...published, ...offered]
}

type Begun =
  | { readonly definition: Questionnaire; readonly media: Media }
  | { readonly problems: readonly FormProblem[] }
  /** From another tool: shown with what became of it before it is begun. */
  | { readonly foreign: ForeignRead }

async function begun(deps: OfficeDeps, c: Context): Promise<Response> {
  const sent = await sentForm(c)
  const made = await definitionOf(deps, sent, readerOf(c).language)
  if ('foreign' in made) return foreignPage(c, made.foreign)
  if ('problems' in made) return formPage(deps, c, { values: sent.values, problems: made.problems })
  const { id } = made.definition
  const field = valueOf(sent.values, 'origin') === 'file' ? 'file' : 'id'
  return acting(
    deps,
    c,
    beginQuestionnaire,
    made,
    (came) =>
      came.kind === 'done'
        ? c.redirect(designAddress(came.value), 303)
        : formPage(deps, c, { values: sent.values, problems: [{ field, code: 'taken', seen: id }] }),
    { form: sent.values },
  )
}

async function definitionOf({ database }: OfficeDeps, { values, file }: Sent, language: Language): Promise<Begun> {
  const title = valueOf(values, 'title')
  const id = valueOf(values, 'id') || codeFor(title)
  if (valueOf(values, 'origin') === 'file') return fromFile(await file('file'), language)
  const untitled = nameProblems('title', title, 'needed')
  const problems = [...untitled, ...(id === '' && untitled.length > 0 ? [] : codeProblems('id', id))]
  if (problems.length > 0) return { problems }
  if (valueOf(values, 'origin') === 'blank') return { definition: begunBlank(id, title), media: new Map() }
  if (valueOf(values, 'origin') === 'set') return { definition: blankSet(id, { vi: title }, ['vi']), media: new Map() }
  const source = (await sourcesIn(database)).find((one) => `${one.id} ${one.version}` === valueOf(values, 'from'))
  if (!source) return { problems: [{ field: 'from', code: 'needed' }] }
  return { definition: { ...clone(source, id), title: { ...source.title, [source.languages[0] ?? 'vi']: title } }, media: new Map() }
}

/** From nothing but what is said around the questions of every survey, which an author changes sooner than writes. */
function begunBlank(id: string, title: string): Questionnaire {
  const say = officeWords(firstLanguage)
  return {
    ...blankQuestionnaire(id, { [firstLanguage]: title }, [firstLanguage]),
    source: { [firstLanguage]: say('blank_source') },
    purpose: { [firstLanguage]: say('blank_purpose') },
    privacy: { [firstLanguage]: say('blank_privacy') },
    thanks: { [firstLanguage]: say('blank_thanks') },
  }
}

/** What a questionnaire speaks until its author adds another. */
const firstLanguage = 'vi'

/** A title as a code, as far as its words go into one. */
const codeFor = (title: string): string =>
  folded(title.slice(0, longestName))
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 40)
    .replace(/-$/, '')

/** A file of a questionnaire that may be unfinished; what is none at all is refused with the place. */
async function fromFile(bytes: Uint8Array<ArrayBuffer> | undefined, language: Language): Promise<Begun> {
  if (!bytes) return { problems: [{ field: 'file', code: 'no-file' }] }
  if (isForeignFile(bytes)) return fromElsewhere(bytes, language)
  const read = await readQuestionnaire(bytes)
  if ('rule' in read) return { problems: [{ field: 'file', code: read.rule, seen: read.seen, allowed: read.allowed ?? '' }] }
  if (isSurveyJs(read.json)) return fromElsewhere(bytes, language)
  const reading = readDraft(read.json)
  if (reading.ok) return { definition: clone(reading.draft, reading.draft.id), media: read.media }
  const [first] = reading.problems
  return { problems: [{ field: 'file', code: 'not-a-questionnaire', seen: first ? `${first.path}: ${problemText(language, first)}` : '' }] }
}

async function fromElsewhere(bytes: Uint8Array, language: Language): Promise<Begun> {
  const read = await readForeignAside(bytes)
  return read.ok ? { foreign: read } : { problems: [{ field: 'file', code: 'unread', seen: foreignProblemText(language, read.problem) }] }
}

/** Goes on to the design of the next version, which may have been begun before. */
function nextBegun(deps: OfficeDeps, c: Context): Promise<Response> {
  const [id, version] = [c.req.param('id') ?? '', c.req.param('version') ?? '']
  return acting(deps, c, beginNextVersion, { id, version: Number(version) }, (came) =>
    came.kind === 'done'
      ? c.redirect(designAddress(id), 303)
      : noticePage(c, 404, 'lostTitle', 'questionnaireUnknown', { seen: `${id} ${version}` }),
  )
}

type Props = { readonly reader: Reader; readonly filled: Filled; readonly sources: readonly Questionnaire[] }

const origins = ['blank', 'set', 'copy', 'file'] as const

/** Where a new questionnaire begins: at nothing, at one that there is, or at a file. */
function BeginForm({ reader, filled, sources }: Props) {
  const { say, language } = reader
  const items = sources.map(({ id, version, title, languages }) => ({
    value: `${id} ${version}`,
    text: `${localised(title, language, languages)} (${id}, ${say('version', { n: String(version) })})`,
  }))
  const props = { reader, filled }
  const labels = { from: say('designFrom'), title: say('designTitle'), id: say('designId'), file: say('designFile') }
  const file = { ...props, name: 'file', label: say('designFile'), hint: say('designFileHint') }
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/questionnaires">{say('navQuestionnaires')}</a>
      </p>
      <h1>{say('designNew')}</h1>
      <FormProblems {...props} labels={labels} />
      <form class="form card" method="post" action="/admin/new/design" encType="multipart/form-data">
        <Once filled={filled} />
        <fieldset class="field">
          <legend>{say('designOrigin')}</legend>
          {origins.map((origin) => (
            <label key={origin} class="pick">
              <input type="radio" name="origin" value={origin} checked={valueOf(filled.values, 'origin') === origin} />
              <span>
                {say(`designOrigin_${origin}`)}
                <small>{say(`designOrigin_${origin}_text`)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <div class="ofCopy">
          <ChoiceField
            {...props}
            name="from"
            label={say('designFrom')}
            hint={say('designFromHint')}
            items={[{ value: '', text: '–' }, ...items]}
          />
        </div>
        <div class="ofNew">
          <Field {...props} name="title" label={say('designTitle')} hint={say('designTitleHint')} />
          <Field
            {...props}
            name="id"
            label={say('designId')}
            hint={say('designIdHint')}
            input={{ autocapitalize: 'none', spellcheck: false }}
          />
        </div>
        <div class="field ofFile">
          <label for="file">{file.label}</label>
          <Hint {...file} />
          <input
            id="file"
            name="file"
            type="file"
            accept=".json,.tar,.xlsx,.lss,application/json,application/x-tar,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            {...marks(file)}
          />
          <Wrong {...file} />
        </div>
        <p class="acts">
          <button type="submit">{say('designBegin')}</button>
          <a href="/admin/questionnaires">{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}
