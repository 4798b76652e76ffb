import type { Context } from 'hono'
import style from '../../../../client/styles/admin.css?inline'
import designerStyle from '../../../../client/styles/designer.css?inline'
import { localised } from '../../../../surveys/language'
import type { Design } from '../../../db/designs'
import { listQuestionnaires } from '../../../db/questionnaires'
import { readFourEyes } from '../../../db/settings'
import type { AdminDeps } from '../../admin'
import { documentOf, framedHeaders } from '../../shell'
import { page } from '../document'
import { readerOf } from '../reader'
import { designAddress } from './design-address'

/** The designer, with all that it begins from. */
export async function designerPage({ assets, database }: AdminDeps, c: Context, design: Design): Promise<Response> {
  const reader = readerOf(c)
  const { definition } = design
  const published = (await listQuestionnaires(database)).filter(({ questionnaire }) => questionnaire.id === definition.id)
  const start = {
    ...storedOf(design),
    address: designAddress(definition.id),
    office: reader.language,
    before: published.at(-1)?.questionnaire,
    fourEyes: await readFourEyes(database),
  }
  const title = localised(definition.title, reader.language, definition.languages) || definition.id
  const body = (
    <>
      <div id="designer"><p class="opening">{reader.say('designerOpening')}</p><noscript><p class="wrong">{reader.say('designerNeedsScript')}</p></noscript></div>
      <script type="application/json" id="design" dangerouslySetInnerHTML={{ __html: jsonText(start) }} />
    </>
  )
  return page(c, { reader, title, body, sheet: style + designerStyle, script: assets.designer, policy: ["connect-src 'self'", "frame-src 'self'"] })
}

/** What the designer is told of a design. */
export const storedOf = ({ definition, accepted, revision, changedBy, changedAt }: Design) => ({ definition, accepted, revision, changedBy, changedAt })

/** The frame in which a design is looked at: a citizen's page, filled by the designer beside it. */
export function previewFrame({ assets }: AdminDeps, c: Context): Response {
  const { language, say } = readerOf(c)
  const wanted = c.req.query('layout')
  const layout = wanted === 'kiosk' || wanted === 'paper' ? wanted : 'phone'
  const body = `<div data-preview="${layout}" data-unfinished="${say('previewUnfinished')}"></div>`
  return c.html(documentOf({ language, title: say('previewTitle'), layout, body, filler: assets.preview }), 200, framedHeaders())
}

/** JSON that no text in it can end early. */
const jsonText = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')
