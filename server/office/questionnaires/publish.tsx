import type { Context } from 'hono'
import type { Examined } from '../../../surveys/designing/gates'
import type { Remark } from '../../../surveys/designing/threads'
import { localised } from '../../../surveys/instrument/language'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import type { Design } from '../../db/designs'
import { listQuestionnaires } from '../../db/questionnaires'
import { remarksOn } from '../../db/design-comments'
import { readFourEyes } from '../../db/settings'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { namesAndOthers } from '../../../client/text/names'
import { type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { OpenComments } from './colleagues'
import { comparisonOf, type FigureFate, type TrendVerdict } from './compare'
import { examinedInTurns } from './review'
import { designAddress, reviewAddress } from './version'

/** Asks before a design is published for good, and says what becomes of the trend. */
export async function publishPage({ database }: OfficeDeps, c: Context, design: Design): Promise<Response> {
  const reader = readerOf(c)
  const before = (await listQuestionnaires(database)).findLast(({ questionnaire }) => questionnaire.id === design.definition.id)
  const isApproved = design.approvedBy !== undefined || !(await readFourEyes(database))
  const all = await examinedInTurns(design)
  return page(c, {
    reader,
    title: reader.say('publishTitle', { n: String(design.definition.version) }),
    body: (
      <Publish
        {...{ reader, design, isApproved, all }}
        remarks={await remarksOn(database, design.definition.id)}
        before={before?.questionnaire}
      />
    ),
  })
}

type PublishProps = {
  readonly reader: Reader
  readonly design: Design
  /** The last published version; undefined for a new questionnaire. */ readonly before: Questionnaire | undefined
  readonly all: Examined
  readonly remarks: readonly Remark[]
  /** Whether somebody else approved it, where that is asked for. */ readonly isApproved: boolean
}

function Publish({ reader, design: { definition, revision }, before, all, remarks, isApproved }: PublishProps) {
  const { say, language } = reader
  const title = localised(definition.title, language, definition.languages) || definition.id
  const n = String(definition.version)
  const ending = before && all.questionnaire ? trendsOf(before, all.questionnaire).ending : []
  const isReady = all.questionnaire !== undefined && all.problems.length + all.open.length === 0
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={designAddress(definition.id)}>{title}</a>
      </p>
      <h1>{say('publishTitle', { n })}</h1>
      <section class="card form">
        <p>
          <b>{title}</b> ({definition.id}, {say('version', { n })})
        </p>
        {all.questionnaire !== undefined && <Trends {...{ reader, before }} after={all.questionnaire} />}
        <p class="note">{say('publishForGood')}</p>
        <OpenComments {...{ reader, remarks }} />
        {!isReady && <p class="wrong">{say('publishUnready')}</p>}
        {isReady && !isApproved && <p class="wrong">{say('fourEyesOn')}</p>}
        <form class="acts" method="post" action={`${designAddress(definition.id)}/publish`}>
          <input type="hidden" name="revision" value={revision} />
          {isReady && isApproved && (
            <button type="submit" aria-describedby="trend">
              {say(ending.length > 0 ? 'publishGoEnding' : 'publishGo', { n, ends: reader.numbers.count(ending.length) })}
            </button>
          )}
          {!isReady && (
            <a class="button" href={designAddress(definition.id)}>
              {say('designGoOn')}
            </a>
          )}
          <a href={reviewAddress(definition.id)}>{say('cancel')}</a>
        </form>
      </section>
    </Shell>
  )
}

type TrendsProps = { readonly reader: Reader; readonly before: Questionnaire | undefined; readonly after: Questionnaire }

/** In one sentence which figures go on in their trends and which end, by name and number; then why, and all of them. */
function Trends({ reader, before, after }: TrendsProps) {
  const { say, numbers } = reader
  if (before === undefined) return <p id="trend">{say('publishFirst')}</p>
  const { verdict, kept, ending, added } = trendsOf(before, after)
  const counted = { n: numbers.count(kept.length), ends: numbers.count(ending.length), of: String(before.version) }
  const all = [
    { title: say('trendKept', { n: counted.n }), figures: kept },
    { title: say('trendEnds', { n: counted.ends }), figures: ending },
    { title: say('trendNew', { n: numbers.count(added.length) }), figures: added },
  ].filter(({ figures }) => figures.length > 0)
  return (
    <>
      <p id="trend">
        <b>
          {ending.length === 0
            ? say('trendAllKept', counted)
            : kept.length === 0
              ? say('trendAllEnd', { ...counted, names: namesOf(reader, after, ending) })
              : say('trendSome', { ...counted, names: namesOf(reader, after, ending), kept: namesOf(reader, after, kept) })}
        </b>
      </p>
      <p class="note">{say(`verdict_${verdict}`, { from: String(before.version), to: String(after.version) })}</p>
      {all.map(({ title, figures }) => (
        <details key={title} class="more">
          <summary>{title}</summary>
          <ul>
            {figures.map(({ key, code, label }) => (
              <li key={key}>
                <code>{code}</code> {localised(label, reader.language, after.languages)}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </>
  )
}

const named = 4

/** The first of some figures by name, those with a name of their own before criteria, and how many more there are. */
function namesOf({ say, language, numbers }: Reader, { languages, trees }: Questionnaire, figures: readonly FigureFate[]): string {
  const isNode = ({ key }: FigureFate): boolean => trees.some(({ id, nodes }) => nodes.some(({ code }) => key === `${id} ${code}`))
  const sorted = figures.toSorted((one, other) => Number(isNode(other)) - Number(isNode(one)))
  const names = sorted.map(({ code, label }) => `${code} “${localised(label, language, languages)}”`)
  return namesAndOthers(names, named, (n) => say('trendMore', { n: numbers.count(n) }))
}

type TrendsOf = {
  readonly verdict: TrendVerdict
  readonly kept: readonly FigureFate[]
  readonly ending: readonly FigureFate[]
  readonly added: readonly FigureFate[]
}

/** The figures that go on in a trend, those whose trend ends, and new ones; where the later version does not say that it compares, all end. */
function trendsOf(before: Questionnaire, after: Questionnaire): TrendsOf {
  const { figures, verdict } = comparisonOf(before, after)
  const isDeclared = after.comparableTo?.includes(before.version) === true
  const isKept = ({ kind }: FigureFate): boolean => isDeclared && kind === undefined
  const added = figures.filter(({ kind }) => kind === 'added')
  return {
    verdict,
    kept: figures.filter(isKept),
    ending: figures.filter((figure) => !isKept(figure) && figure.kind !== 'added'),
    added,
  }
}
