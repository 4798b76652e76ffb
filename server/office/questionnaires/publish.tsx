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
import { type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { OpenComments } from './colleagues'
import { verdictOf } from './compare'
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
        {all.questionnaire !== undefined && <p>{trendSentence(reader, before, all.questionnaire)}</p>}
        <p class="note">{say('publishForGood')}</p>
        <OpenComments {...{ reader, remarks }} />
        {!isReady && <p class="wrong">{say('publishUnready')}</p>}
        {isReady && !isApproved && <p class="wrong">{say('fourEyesOn')}</p>}
        <form class="acts" method="post" action={`${designAddress(definition.id)}/publish`}>
          <input type="hidden" name="revision" value={revision} />
          {isReady && isApproved && <button type="submit">{say('publishGo', { n })}</button>}
          <a href={reviewAddress(definition.id)}>{say('cancel')}</a>
        </form>
      </section>
    </Shell>
  )
}

/** In one sentence: whether results of the new version stand in one trend with those of the version before. */
const trendSentence = ({ say }: Reader, before: Questionnaire | undefined, after: Questionnaire): string =>
  before === undefined
    ? say('publishFirst')
    : say(`verdict_${verdictOf(before, after)}`, { from: String(before.version), to: String(after.version) })
